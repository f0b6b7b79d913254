package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.PartitionOffset;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks where the source's logs end that no fetch has told of for a while: a partition that failed,
 * rests or is held back falls behind too, and its lag must say so.
 */
final class SourceEnds {
  private static final long PERIOD_MS = 5_000;

  private final LongSupplier clock;
  private long nextMs;

  /**
   * @param clock monotonic time, ms
   */
  SourceEnds(LongSupplier clock) {
    this.clock = clock;
    this.nextMs = clock.getAsLong() + PERIOD_MS;
  }

  /**
   * @param committed whether ends are last stable offsets, as those of fetches are then
   * @return time until the next turn, ms
   */
  long turn(
      SourceConnection connection,
      Map<TopicPartition, SourcePartition> partitions,
      boolean committed,
      long nowMs) {
    if (nowMs >= nextMs) {
      nextMs = nowMs + PERIOD_MS;
      unheard(connection, partitions.values(), nowMs)
          .forEach(
              (node, leaders) -> {
                if (connection.ready(node)) {
                  connection.listEnds(node, leaders, committed, ends -> take(partitions, ends));
                }
              });
    }
    return nextMs - nowMs;
  }

  private static Map<Node, Map<TopicPartition, Leader>> unheard(
      SourceConnection connection, Collection<SourcePartition> partitions, long nowMs) {
    Map<Node, Map<TopicPartition, Leader>> unheard = new HashMap<>();
    for (SourcePartition partition : partitions) {
      if (isUnheard(partition, nowMs)) {
        connection
            .leader(partition.source())
            .ifPresent(
                leader ->
                    unheard
                        .computeIfAbsent(leader.node(), _ -> new HashMap<>())
                        .put(partition.source(), leader));
      }
    }
    return unheard;
  }

  private static boolean isUnheard(SourcePartition partition, long nowMs) {
    return nowMs - partition.heardMs() >= PERIOD_MS;
  }

  /** An error is for those to tell who need the answer. */
  private void take(
      Map<TopicPartition, SourcePartition> partitions, Map<TopicPartition, PartitionOffset> ends) {
    ends.forEach(
        (source, end) -> {
          SourcePartition partition = partitions.get(source);
          if (partition != null && end.error() == null && isUnheard(partition, clock.getAsLong())) {
            partition.progress().sourceEnd(end.offset());
          }
        });
  }
}
