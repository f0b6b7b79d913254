package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics of one compacted partition: heartbeats and the engine's own state. */
public final class CompactedTopic {
  private CompactedTopic() {}

  /**
   * Makes sure that the topic is there. A topic of this name that exists is left as it is.
   *
   * @param replicationFactor -1 for the brokers' default
   * @param config what the topic needs beside compaction
   * @param cluster whose admin this is, as a {@link Right} names it
   * @throws ExecutionException when it is missing and cannot be created
   */
  public static void ensure(
      Admin admin, String name, int replicationFactor, Map<String, String> config, String cluster)
      throws ExecutionException, InterruptedException {
    if (admin.listTopics().names().get().contains(name)) {
      return;
    }
    Optional<Short> factor =
        replicationFactor < 0 ? Optional.empty() : Optional.of((short) replicationFactor);
    Map<String, String> all = new HashMap<>(config);
    all.put("cleanup.policy", "compact");
    all.put("compression.type", "producer");
    NewTopic topic = new NewTopic(name, Optional.of(1), factor).configs(all);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(ClusterErrors.cause(e) instanceof TopicExistsException)) {
        throw new ExecutionException(Right.onTopic("Create", name, cluster).named(e));
      }
    }
  }
}
