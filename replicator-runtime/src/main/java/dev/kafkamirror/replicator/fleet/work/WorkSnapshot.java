package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery.Guarantee;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.status.Lag;
import dev.kafkamirror.replicator.status.Limit;
import dev.kafkamirror.replicator.status.Pressures;
import dev.kafkamirror.replicator.status.Throughput;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskHealth;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * A pod's work at one moment.
 *
 * @param tasks health of each task
 * @param assigned partitions that the pod owns
 * @param states what the tasks say of them; a partition that is not yet started is not there
 * @param unfenced why tasks cannot be fenced; empty when all can
 */
public record WorkSnapshot(
    List<TaskHealth> tasks,
    List<TopicPartition> assigned,
    Map<TopicPartition, PartitionState> states,
    List<String> unfenced) {

  /** What holds for each record; null where nothing is copied. */
  public Delivery delivery() {
    if (!unfenced.isEmpty()) {
      return new Delivery(Guarantee.AtLeastOnce, unfenced.getFirst());
    }
    return tasks.isEmpty() ? null : new Delivery(Guarantee.ExactlyOnce, null);
  }

  /** The pod's share as it stands in its status; the lag is null when a part of it is unknown. */
  public Work work(long nowMillis, Throughput.Rates rates, Pressures pressures) {
    List<PartitionState> started =
        assigned.stream().map(states::get).filter(Objects::nonNull).toList();
    boolean allStarted = started.size() == assigned.size();
    Lag lag = Lag.ofAll(started, nowMillis);
    int tasksFailed =
        (int) tasks.stream().filter(t -> t.source() != null || t.target() != null).count();
    return new Work(
        tasks.size(),
        tasksFailed,
        assigned.size(),
        (int) started.stream().filter(PartitionState::isReplicating).count(),
        count(started, Phase.CatchingUp),
        count(started, Phase.Failed),
        allStarted ? lag.records() : null,
        allStarted ? lag.bytes() : null,
        allStarted ? lag.seconds() : null,
        rates.recordsPerSecond(),
        rates.bytesPerSecond(),
        pressures.utilization(),
        Limit.of(pressures.now()).name());
  }

  /** What is copied of the partitions that this pod has, as far as that is known. */
  public Map<TopicPartition, Copied> copied() {
    Map<TopicPartition, Copied> copied = new HashMap<>();
    states.forEach(
        (partition, state) -> {
          if (state.copied() != null) {
            copied.put(partition, state.copied());
          }
        });
    return copied;
  }

  private static int count(List<PartitionState> states, Phase phase) {
    return (int) states.stream().filter(s -> s.phase() == phase).count();
  }

  public List<Failure> failures() {
    return assigned.stream()
        .filter(tp -> states.get(tp) != null && states.get(tp).error() != null)
        .map(
            tp ->
                new Failure(
                    tp.topic(),
                    tp.partition(),
                    states.get(tp).reason(),
                    states.get(tp).error(),
                    Instant.ofEpochMilli(states.get(tp).sinceMs()).toString()))
        .toList();
  }
}
