package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SourceGroupPlanTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("orders", 1);
  private static final String MARK = "kafkamirror:east.m:west";

  private static SourceGroupPlan plan(
      long copied, Map<TopicPartition, OffsetAndMetadata> committed, Set<TopicPartition> before) {
    Copied upTo = Copied.upTo(new Position(copied, copied, 1));
    return SourceGroupPlan.of(Map.of(ORDERS, upTo), committed, before, MARK);
  }

  private static OffsetAndMetadata ours(long offset) {
    return new OffsetAndMetadata(offset, MARK);
  }

  @Test
  void theGroupIsBroughtAsFarAsThePodHasCopied() {
    SourceGroupPlan first = plan(7, Map.of(), Set.of());
    SourceGroupPlan further = plan(7, Map.of(ORDERS, ours(5)), Set.of());

    assertThat(first.commits()).containsExactly(Map.entry(ORDERS, ours(7)));
    assertThat(further).isEqualTo(first);
  }

  @Test
  void whatTheGroupHasIsNotCommittedAgain() {
    assertThat(plan(7, Map.of(ORDERS, ours(7)), Set.of()).commits()).isEmpty();
  }

  @Test
  void nothingIsCommittedWhereItIsNotKnownYetHowFarThePodIs() {
    assertThat(plan(-2, Map.of(), Set.of()).commits()).isEmpty();
  }

  @Test
  void partitionsOfOtherPodsAreLeftAlone() {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    committed.put(OTHER, ours(100));
    committed.put(ORDERS, null);

    assertThat(plan(7, committed, Set.of()).commits()).containsOnlyKeys(ORDERS);
  }

  @Test
  void theGroupGoesBackOnlyWhenThePodStillHasThePartitionInTheNextRound() {
    SourceGroupPlan first = plan(3, Map.of(ORDERS, ours(7)), Set.of());
    assertThat(first.commits()).isEmpty();
    assertThat(first.ahead()).containsExactly(ORDERS);

    SourceGroupPlan second = plan(3, Map.of(ORDERS, ours(7)), first.ahead());
    assertThat(second.commits()).containsExactly(Map.entry(ORDERS, ours(3)));
    assertThat(second.ahead()).isEmpty();
  }

  @Test
  void whatSomebodyElseHasCommittedIsSeen() {
    var byHand = new OffsetAndMetadata(1);
    var byAnotherMirror = new OffsetAndMetadata(1, "kafkamirror:east.other:west");

    assertThat(SourceGroupPlan.foreign(Map.of(ORDERS, ours(1)), MARK)).isEmpty();
    assertThat(SourceGroupPlan.foreign(Map.of(ORDERS, ours(1), OTHER, byHand), MARK))
        .contains(OTHER);
    assertThat(SourceGroupPlan.foreign(Map.of(ORDERS, byAnotherMirror), MARK)).contains(ORDERS);
  }

  @Test
  void aGroupIsAMirrorsWhenNobodyElseHasCommitted() {
    assertThat(SourceGroupPlan.isOfAMirror(Map.of(ORDERS, ours(1)))).isTrue();
    assertThat(
            SourceGroupPlan.isOfAMirror(Map.of(ORDERS, ours(1), OTHER, new OffsetAndMetadata(1))))
        .isFalse();
    assertThat(SourceGroupPlan.isOfAMirror(Map.of())).isFalse();
  }

  @Test
  void theMarkNamesFlowAndTarget() {
    FlowSettings flow = TestSpecs.flow("sourceGroup: {}");

    assertThat(SourceGroupPlan.mark(flow)).isEqualTo("kafkamirror:east.west:west");
    assertThat(flow.sourceGroup()).contains("mm2-source.east.west");
    assertThat(TestSpecs.flow("sourceGroup: {id: lag}").sourceGroup()).contains("lag");
    assertThat(TestSpecs.flow("{}").sourceGroup()).isEmpty();
  }
}
