package dev.kafkamirror.replicator.fleet.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.status.Pressures;
import dev.kafkamirror.replicator.status.Throughput;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskHealth;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a pod says of two partitions: the first one runs, and the second one is in some phase. */
class WorkSnapshotTest {
  private static final Pressures IDLE = new Pressures(Duration.ofSeconds(10), () -> 0, () -> 0, 1);
  private static final long NOW = 10_000;
  private static final List<TopicPartition> ASSIGNED =
      IntStream.range(0, 2).mapToObj(p -> new TopicPartition("t", p)).toList();

  /**
   * @param second null for one that is not started
   */
  private static WorkSnapshot snapshot(Phase second, String error) {
    Map<TopicPartition, PartitionState> states = new HashMap<>();
    states.put(ASSIGNED.get(0), state(Phase.Running, null));
    if (second != null) {
      states.put(ASSIGNED.get(1), state(second, error));
    }
    return new WorkSnapshot(List.of(new TaskHealth(null, null)), ASSIGNED, states, List.of());
  }

  private static PartitionState state(Phase phase, String error) {
    Copied copied = Copied.upTo(new Position(90, 90, 0));
    return new PartitionState(
        phase, 1_000, copied, 100, 1, NOW - 3_000, 90, 9_000, Losses.NONE, error, error);
  }

  private static Work work(WorkSnapshot snapshot) {
    return snapshot.work(NOW, new Throughput.Rates(0, 0), IDLE);
  }

  @Test
  void bothRun() {
    Work work = work(snapshot(Phase.Running, null));

    assertThat(work.partitions()).isEqualTo(2);
    assertThat(work.replicating()).isEqualTo(2);
    assertThat(work.failed()).isZero();
    assertThat(work.lagRecords()).isEqualTo(20);
    assertThat(snapshot(Phase.Running, null).failures()).isEmpty();
  }

  @Test
  void oneThatHasFailedIsNotReplicatingAndSaysWhy() {
    WorkSnapshot snapshot = snapshot(Phase.Failed, "RetentionOverrun");

    assertThat(work(snapshot).partitions()).isEqualTo(2);
    assertThat(work(snapshot).replicating()).isEqualTo(1);
    assertThat(work(snapshot).failed()).isEqualTo(1);
    assertThat(snapshot.failures())
        .containsExactly(
            new Failure("t", 1, "RetentionOverrun", "RetentionOverrun", "1970-01-01T00:00:01Z"));
  }

  @Test
  void oneThatIsTriedAgainIsNotReplicatingAndNotFailed() {
    WorkSnapshot snapshot = snapshot(Phase.Retrying, "LeaderNotAvailable");

    assertThat(work(snapshot).replicating()).isEqualTo(1);
    assertThat(work(snapshot).failed()).isZero();
    assertThat(snapshot.failures()).hasSize(1);
  }

  @Test
  void oneThatCatchesUpIsReplicating() {
    Work work = work(snapshot(Phase.CatchingUp, null));

    assertThat(work.replicating()).isEqualTo(2);
    assertThat(work.catchingUp()).isEqualTo(1);
  }

  @Test
  void oneThatIsNotStartedIsNotReplicatingAndItsLagIsNotKnown() {
    Work work = work(snapshot(null, null));

    assertThat(work.partitions()).isEqualTo(2);
    assertThat(work.replicating()).isEqualTo(1);
    assertThat(work.failed()).isZero();
    assertThat(work.lagRecords()).isNull();
    assertThat(work.lagSeconds()).isNull();
  }
}
