package dev.kafkamirror.replicator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRange;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRecords;
import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What others wrote into the remote partitions of a pod, as its status has it. */
public final class FlowForeignRecords {
  private FlowForeignRecords() {}

  /** The sum, with the partition where they were noticed last. */
  public static ForeignRecords of(Map<TopicPartition, PartitionState> partitions) {
    var found =
        partitions.entrySet().stream().filter(e -> !e.getValue().foreign().isEmpty()).toList();
    var last = found.stream().max(Comparator.comparingLong(e -> e.getValue().foreign().timeMs()));
    return new ForeignRecords(
        found.stream().mapToLong(e -> e.getValue().foreign().records()).sum(),
        found.size(),
        last.map(e -> range(e.getKey(), e.getValue())).orElse(null));
  }

  /** Those of one partition, with the last offset that is among them; null when there are none. */
  static ForeignRange range(TopicPartition source, PartitionState state) {
    var foreign = state.foreign();
    return foreign.isEmpty()
        ? null
        : new ForeignRange(
            source.topic(),
            source.partition(),
            foreign.records(),
            foreign.fromOffset(),
            foreign.toOffset() - 1,
            Instant.ofEpochMilli(foreign.timeMs()).toString());
  }
}
