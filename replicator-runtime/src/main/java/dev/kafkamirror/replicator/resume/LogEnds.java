package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks a cluster where the logs of partitions begin and end; each is answered for itself. */
final class LogEnds implements AutoCloseable {
  private static final int API_TIMEOUT_MS = 15_000;

  private final Admin admin;
  private final ListOffsetsOptions options;

  LogEnds(ClientSettings cluster, IsolationLevel isolation, String clientId) {
    this.admin = Clients.admin(cluster, clientId, API_TIMEOUT_MS);
    this.options = new ListOffsetsOptions(isolation);
  }

  Map<TopicPartition, CompletableFuture<LogBounds>> of(Collection<TopicPartition> partitions) {
    ListOffsetsResult starts = ask(partitions, OffsetSpec.earliest());
    ListOffsetsResult ends = ask(partitions, OffsetSpec.latest());
    Map<TopicPartition, CompletableFuture<LogBounds>> bounds = new HashMap<>();
    for (TopicPartition partition : partitions) {
      bounds.put(
          partition,
          starts
              .partitionResult(partition)
              .toCompletionStage()
              .thenCombine(
                  ends.partitionResult(partition).toCompletionStage(),
                  (start, end) -> new LogBounds(start.offset(), end.offset()))
              .toCompletableFuture());
    }
    return bounds;
  }

  private ListOffsetsResult ask(Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(p -> specs.put(p, which));
    return admin.listOffsets(specs, options);
  }

  @Override
  public void close() {
    admin.close();
  }
}
