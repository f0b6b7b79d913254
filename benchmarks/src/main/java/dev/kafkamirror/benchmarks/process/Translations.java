package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.position.PositionTopic;
import dev.kafkamirror.replicator.position.StoredPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;

/** Where a group of the source goes on at the target, as a system's own means tell it. */
public final class Translations {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Translations() {}

  /**
   * @param committed what the group has committed on the source
   * @return target offsets by source partition; those are missing for which there is no answer
   */
  public static Map<TopicPartition, Long> of(
      SystemUnderTest system, Flow flow, String group, Map<TopicPartition, Long> committed) {
    return system.role() == SystemUnderTest.Role.OURS
        ? ours(flow, committed)
        : mirrorMaker2(flow, group);
  }

  /** From the ranges in the positions topic. */
  private static Map<TopicPartition, Long> ours(Flow flow, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, Long> translated = new HashMap<>();
    try (PositionTopic positions =
        new PositionTopic(
            Ours.loaded(flow), new ClusterIdentity(null), _ -> {}, System::nanoTime)) {
      positions.start();
      positions.readToEnd().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      committed.forEach(
          (partition, offset) ->
              positions
                  .latest(partition)
                  .map(StoredPosition::copied)
                  .flatMap(copied -> copied.ranges().translate(offset, copied.position()))
                  .ifPresent(found -> translated.put(partition, found.targetOffset())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the positions cannot be read", e);
    }
    return translated;
  }

  /** From the checkpoints. */
  private static Map<TopicPartition, Long> mirrorMaker2(Flow flow, String group) {
    Map<TopicPartition, Long> translated = new HashMap<>();
    try {
      RemoteClusterUtils.translateOffsets(
              flow.target().clientConfig(), flow.alias(), group, DEADLINE)
          .forEach(
              (remote, offset) ->
                  translated.put(
                      new TopicPartition(
                          remote.topic().substring(flow.alias().length() + 1), remote.partition()),
                      offset.offset()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the checkpoints cannot be read", e);
    }
    return translated;
  }
}
