package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.benchmarks.data.DataShape;
import java.nio.file.Path;

/**
 * What a system is to mirror.
 *
 * @param alias of the source: remote topics are called {@code <alias>.<topic>}; another one for
 *     each run, so that it starts afresh
 * @param topicPrefix topics that begin so are mirrored
 * @param partitions of the topic that is pumped or fetched, where the system is a limit
 * @param shape of the data; MirrorMaker 2 is tuned to its codec
 * @param directory of the run, for settings and logs
 */
public record Flow(
    String alias,
    Endpoint source,
    Endpoint target,
    String topicPrefix,
    int partitions,
    DataShape shape,
    Path directory) {

  /** The same flow, of this one topic. */
  public Flow ofTopic(String topic, int number) {
    return new Flow(alias, source, target, topic, number, shape, directory);
  }

  /** What a mirrored topic is called on the target. */
  public String remote(String topic) {
    return alias + "." + topic;
  }
}
