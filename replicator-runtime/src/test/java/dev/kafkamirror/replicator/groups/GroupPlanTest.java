package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.mm2.Checkpoint;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupPlanTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 1);
  private static final TopicPartition REMOTE = new TopicPartition("east.orders", 1);
  private static final Copied COPIED =
      new Copied(new Position(110, 10, 0), OffsetRanges.NONE.append(new OffsetRange(100, 0, 10)));

  private static Optional<GroupPlan> plan(Map<TopicPartition, OffsetAndMetadata> committed) {
    return GroupPlan.of(committed, GroupPlanTest::way, _ -> Optional.empty());
  }

  private static Optional<Way> way(TopicPartition partition) {
    TopicPartition remote = new TopicPartition("east." + partition.topic(), partition.partition());
    return partition.topic().startsWith("orders")
        ? Optional.of(
            new Way(
                remote, partition.equals(ORDERS) ? Optional.of(COPIED) : Optional.empty(), null))
        : Optional.empty();
  }

  private static GroupPlan at(long offset) {
    return plan(Map.of(ORDERS, new OffsetAndMetadata(offset, "note"))).orElseThrow();
  }

  @Test
  void aCheckpointKeepsTheMetadataOfTheCommit() {
    assertThat(at(104).checkpoints()).containsExactly(new Checkpoint(REMOTE, 104, 4, "note"));
    assertThat(at(104).result()).isEqualTo(new GroupResult(GroupState.Synced, 1, 1, 0, null));
  }

  @Test
  void aCheckpointStaysWhereItWasWhenTheIndexHasForgotten() {
    Checkpoint now = new Checkpoint(REMOTE, 104, 4, "");

    assertThat(now.notBehind(new Checkpoint(REMOTE, 104, 6, "")).targetOffset()).isEqualTo(6);
    assertThat(now.notBehind(new Checkpoint(REMOTE, 90, 6, "")).targetOffset()).isEqualTo(6);
    assertThat(now.notBehind(new Checkpoint(REMOTE, 104, 2, ""))).isEqualTo(now);
    // The group went back itself: what is before it now it wants to read again.
    assertThat(now.notBehind(new Checkpoint(REMOTE, 105, 6, ""))).isEqualTo(now);
  }

  @Test
  void groupsOfOtherTopicsAreNoneOfTheMirrorsBusiness() {
    assertThat(plan(Map.of(new TopicPartition("other", 0), new OffsetAndMetadata(3)))).isEmpty();
    assertThat(plan(Map.of())).isEmpty();
  }

  @Test
  void aGroupThatShowsHowFarAMirrorIsIsCarriedNowhere() {
    var shown = new OffsetAndMetadata(104, "kafkamirror:east.west:west");

    assertThat(plan(Map.of(ORDERS, shown))).isEmpty();
  }

  @Test
  void partitionsWithoutAnOffsetAndThoseNeverMirroredAreLeftOut() {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    committed.put(new TopicPartition("orders", 0), null);
    committed.put(ORDERS, new OffsetAndMetadata(102));
    committed.put(new TopicPartition("orders", 2), new OffsetAndMetadata(3));

    GroupPlan plan = plan(committed).orElseThrow();

    assertThat(plan.checkpoints()).containsExactly(new Checkpoint(REMOTE, 102, 2, ""));
    assertThat(plan.result()).isEqualTo(new GroupResult(GroupState.Synced, 2, 1, 0, null));
  }

  @Test
  void aGroupOfWhichNothingIsMirroredYetSaysSo() {
    GroupPlan plan =
        plan(Map.of(new TopicPartition("orders-new", 0), new OffsetAndMetadata(3))).orElseThrow();

    assertThat(plan.checkpoints()).isEmpty();
    assertThat(plan.result().state()).isEqualTo(GroupState.NothingMirrored);
  }

  @Test
  void theTargetsGroupIsOnlyEverBroughtFurther() {
    GroupPlan plan = at(104);
    Map<TopicPartition, OffsetAndMetadata> unset = new HashMap<>();
    unset.put(REMOTE, null);

    assertThat(plan.commits(Map.of())).isEqualTo(Map.of(REMOTE, new OffsetAndMetadata(4, "note")));
    assertThat(plan.commits(unset)).containsOnlyKeys(REMOTE);
    assertThat(plan.commits(Map.of(REMOTE, new OffsetAndMetadata(3)))).containsOnlyKeys(REMOTE);
    assertThat(plan.commits(Map.of(REMOTE, new OffsetAndMetadata(4)))).isEmpty();
    assertThat(plan.commits(Map.of(REMOTE, new OffsetAndMetadata(9)))).isEmpty();
  }
}
