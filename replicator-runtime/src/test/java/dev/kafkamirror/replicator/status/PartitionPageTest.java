package dev.kafkamirror.replicator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRange;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.status.PartitionPage.Partition;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionPageTest {
  private static final long NOW = 100_000;

  @Test
  void pagesFollowTopicAndNumber() {
    Map<TopicPartition, PartitionState> all = new HashMap<>();
    for (String topic : List.of("a", "b-1")) {
      for (int p = 0; p < 12; p++) {
        all.put(new TopicPartition(topic, p), state(Losses.NONE));
      }
    }

    PartitionPage first = PartitionPage.of(all, null, 20, NOW);
    PartitionPage second = PartitionPage.of(all, first.next(), 20, NOW);

    assertThat(first.total()).isEqualTo(24);
    assertThat(first.partitions()).hasSize(20);
    assertThat(first.partitions().get(2).partition()).isEqualTo(2);
    assertThat(first.next()).isEqualTo("b-1-7");
    assertThat(second.partitions())
        .extracting(p -> p.topic() + "-" + p.partition())
        .containsExactly("b-1-8", "b-1-9", "b-1-10", "b-1-11");
    assertThat(second.next()).isNull();
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    PartitionState starting =
        new PartitionState(
            Phase.Starting, 5_000, null, -1, -1, -1, 0, 0, Losses.NONE, "Timeout", "no answer");

    var partition =
        PartitionPage.of(Map.of(new TopicPartition("t", 0), starting), "", 9, NOW)
            .partitions()
            .getFirst();

    assertThat(partition.sourceOffset()).isNull();
    assertThat(partition.sourceEnd()).isNull();
    assertThat(partition.lagRecords()).isNull();
    assertThat(partition.dataLoss()).isNull();
    assertThat(partition.since()).isEqualTo("1970-01-01T00:00:05Z");
    assertThat(partition.reason()).isEqualTo("Timeout");
  }

  @Test
  void lostRangesAreSummedWithTheLastOfThem() {
    Losses losses =
        Losses.NONE
            .and(new DataLoss(10, 20, Reason.RetentionOverrun, 1_000))
            .and(new DataLoss(30, 31, Reason.RecordSkipped, 2_000));

    var loss =
        PartitionPage.of(Map.of(new TopicPartition("t", 3), state(losses)), null, 9, NOW)
            .partitions()
            .getFirst()
            .dataLoss();

    assertThat(loss.events()).isEqualTo(2);
    assertThat(loss.records()).isEqualTo(11);
    assertThat(loss.last().fromOffset()).isEqualTo(30);
    assertThat(loss.last().toOffset()).isEqualTo(30);
    assertThat(loss.last().time()).isEqualTo("1970-01-01T00:00:02Z");
  }

  @Test
  void whatOthersWroteIsShownWhereAndInSum() {
    TopicPartition clean = new TopicPartition("t", 0);
    TopicPartition earlier = new TopicPartition("t", 1);
    TopicPartition later = new TopicPartition("t", 2);
    Map<TopicPartition, PartitionState> all =
        Map.of(
            clean,
            state(Losses.NONE),
            earlier,
            joinedBy(new ForeignRecords(2, 10, 12, 1_000)),
            later,
            joinedBy(new ForeignRecords(5, 40, 45, 2_000)));

    var page = PartitionPage.of(all, null, 9, NOW).partitions();

    var last = new ForeignRange("t", 2, 5, 40, 44, "1970-01-01T00:00:02Z");
    assertThat(page).element(0).extracting(Partition::foreignRecords).isNull();
    assertThat(page).element(2).extracting(Partition::foreignRecords).isEqualTo(last);
    assertThat(FlowForeignRecords.of(all))
        .isEqualTo(new ReplicatorStatus.ForeignRecords(7, 2, last));
  }

  private static PartitionState joinedBy(ForeignRecords others) {
    PartitionState state = state(Losses.NONE);
    return new PartitionState(
        state.phase(),
        state.sinceMs(),
        state.copied().with(others),
        state.sourceEnd(),
        state.fetchedFrom(),
        state.oldestPendingTimestamp(),
        state.records(),
        state.bytes(),
        state.losses(),
        null,
        null);
  }

  @Test
  void aPlaceThatIsNoPartitionIsRefused() {
    assertThatThrownBy(() -> PartitionPage.of(Map.of(), "orders", 1, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orders-3");
  }

  private static PartitionState state(Losses losses) {
    return new PartitionState(
        Phase.Running,
        0,
        Copied.upTo(new Position(50, 50, 0)),
        60,
        1,
        90_000,
        50,
        500,
        losses,
        null,
        null);
  }
}
