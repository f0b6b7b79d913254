package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskHealth;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A pod's work at one moment.
 *
 * @param tasks health of each task
 * @param assigned partitions that the pod owns
 * @param states what the tasks say of them; a partition that is not yet started is not there
 */
record WorkSnapshot(
    List<TaskHealth> tasks,
    List<TopicPartition> assigned,
    Map<TopicPartition, PartitionState> states) {

  long records() {
    return states.values().stream().mapToLong(PartitionState::records).sum();
  }

  long bytes() {
    return states.values().stream().mapToLong(PartitionState::bytes).sum();
  }

  /** The pod's share as it stands in its status; the sums are null when a part is unknown. */
  Work work(long nowMillis, double recordsPerSecond, double bytesPerSecond) {
    Long lagRecords = 0L;
    Long lagSeconds = 0L;
    int replicating = 0;
    int failed = 0;
    for (TopicPartition partition : assigned) {
      PartitionState state = states.get(partition);
      replicating += state != null && state.phase() == Phase.Running ? 1 : 0;
      failed += state != null && state.phase() == Phase.Failed ? 1 : 0;
      Long records = lagRecords(state);
      Long seconds = lagSeconds(state, records, nowMillis);
      lagRecords =
          records == null || lagRecords == null ? null : Long.valueOf(lagRecords + records);
      lagSeconds =
          seconds == null || lagSeconds == null
              ? null
              : Long.valueOf(Math.max(lagSeconds, seconds));
    }
    int tasksFailed =
        (int) tasks.stream().filter(t -> t.source() != null || t.target() != null).count();
    return new Work(
        tasks.size(),
        tasksFailed,
        assigned.size(),
        replicating,
        failed,
        lagRecords,
        lagSeconds,
        recordsPerSecond,
        bytesPerSecond);
  }

  List<Failure> failures() {
    return assigned.stream()
        .filter(tp -> states.get(tp) != null && states.get(tp).error() != null)
        .map(
            tp ->
                new Failure(
                    tp.topic(), tp.partition(), states.get(tp).reason(), states.get(tp).error()))
        .toList();
  }

  private static Long lagRecords(PartitionState state) {
    if (state == null || state.position() == null || state.sourceEnd() < 0) {
      return null;
    }
    return Math.max(0, state.sourceEnd() - state.position().sourceOffset());
  }

  private static Long lagSeconds(PartitionState state, Long lagRecords, long nowMillis) {
    if (lagRecords == null) {
      return null;
    }
    if (lagRecords == 0) {
      return 0L;
    }
    return state.oldestPendingTimestamp() < 0
        ? null
        : Long.valueOf(Math.max(0, (nowMillis - state.oldestPendingTimestamp()) / 1_000));
  }
}
