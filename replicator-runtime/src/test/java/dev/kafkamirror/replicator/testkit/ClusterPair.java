package dev.kafkamirror.replicator.testkit;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Two running clusters, started at the same time.
 *
 * @param east what tests mirror from
 * @param west what tests mirror to
 */
public record ClusterPair(KafkaCluster east, KafkaCluster west) implements AutoCloseable {
  /** Returns when both answer; when one does not start, the other is closed again. */
  public static ClusterPair start(KafkaClusterBuilder east, KafkaClusterBuilder west) {
    var source = CompletableFuture.supplyAsync(east::start);
    var target = CompletableFuture.supplyAsync(west::start);
    try {
      CompletableFuture.allOf(source, target).join();
    } catch (CompletionException e) {
      Stream.of(source, target)
          .filter(cluster -> !cluster.isCompletedExceptionally())
          .forEach(cluster -> cluster.join().close());
      throw e;
    }
    return new ClusterPair(source.join(), target.join());
  }

  @Override
  public void close() {
    west.close();
    east.close();
  }
}
