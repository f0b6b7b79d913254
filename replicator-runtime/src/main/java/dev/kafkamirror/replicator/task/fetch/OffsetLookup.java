package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.PartitionOffset;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks leaders of the source for offsets that partitions must know before they are fetched. */
final class OffsetLookup {
  private final LongSupplier clock;
  private final Consumer<SourcePartition> onAnswer;

  /**
   * @param clock monotonic time, ms
   * @param onAnswer hears of each partition that was asked for, whether there is an offset or not
   */
  OffsetLookup(LongSupplier clock, Consumer<SourcePartition> onAnswer) {
    this.clock = clock;
    this.onAnswer = onAnswer;
  }

  /** Asks a broker that is ready, for those that want the same as the first one. */
  void ask(SourceConnection connection, SourceBroker broker) {
    Map<SourcePartition, Leader> asked = broker.takeWithoutOffset();
    long which = asked.keySet().iterator().next().offsetToAskFor().orElseThrow();
    Map<TopicPartition, Leader> request = new HashMap<>();
    asked.forEach(
        (partition, leader) -> {
          request.put(partition.source(), leader);
          partition.asked();
        });
    connection.listOffsets(
        broker.node(), request, which, found -> take(connection, asked.keySet(), which, found));
  }

  private void take(
      SourceConnection connection,
      Set<SourcePartition> asked,
      long which,
      Map<TopicPartition, PartitionOffset> answer) {
    for (SourcePartition partition : asked) {
      partition.answered();
      PartitionOffset found = answer.getOrDefault(partition.source(), missing(partition));
      if (found.error() == null) {
        partition.offsetFound(which, found.offset(), clock.getAsLong());
      } else {
        connection.refresh();
        partition.retry(Trouble.atSource(partition.source(), found.error()), clock.getAsLong());
      }
      onAnswer.accept(partition);
    }
  }

  private static PartitionOffset missing(SourcePartition partition) {
    return new PartitionOffset(
        -1, new UnknownTopicOrPartitionException("The broker left out " + partition.source()));
  }
}
