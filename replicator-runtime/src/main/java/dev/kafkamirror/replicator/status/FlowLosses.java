package dev.kafkamirror.replicator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.LostRange;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What was lost of several partitions together, as a pod's status has it. */
public final class FlowLosses {
  private FlowLosses() {}

  /** The sum, with the latest range of all. */
  public static DataLoss of(Map<TopicPartition, PartitionState> partitions) {
    long events = 0;
    long records = 0;
    TopicPartition where = null;
    dev.kafkamirror.replicator.policy.DataLoss last = null;
    for (var e : partitions.entrySet()) {
      Losses losses = e.getValue().losses();
      if (losses.last() == null) {
        continue;
      }
      events += losses.total().events();
      records += losses.total().records();
      if (last == null || losses.last().timeMs() > last.timeMs()) {
        last = losses.last();
        where = e.getKey();
      }
    }
    return new DataLoss(events, records, last == null ? null : range(where, last));
  }

  /** One range, with the last offset that is in it. */
  public static LostRange range(
      TopicPartition partition, dev.kafkamirror.replicator.policy.DataLoss loss) {
    return new LostRange(
        partition.topic(),
        partition.partition(),
        loss.fromOffset(),
        loss.toOffset() - 1,
        loss.reason().name(),
        Instant.ofEpochMilli(loss.timeMs()).toString());
  }
}
