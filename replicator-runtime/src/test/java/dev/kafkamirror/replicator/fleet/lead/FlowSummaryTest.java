package dev.kafkamirror.replicator.fleet.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import dev.kafkamirror.replicator.position.Term;
import dev.kafkamirror.replicator.position.Terms;
import dev.kafkamirror.replicator.promotion.Turns;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Of two matched topics with 5 partitions, what the leader says as pods are given more of them. */
class FlowSummaryTest {
  private static final FlowSummary.Beside BESIDE = new FlowSummary.Beside(null, null, null);
  private static final MirroredTopic A = topic("a", 3);
  private static final MirroredTopic B = topic("b", 2);

  private static final TopicNaming NAMING =
      new TopicNaming(
          new NamingSpec(Policy.SourcePrefix, null, null, Direction.OneWay), "east", "west");
  private static final Turns NO_TURNS = new Turns(new Terms(Map.of()), NAMING, false, Set.of());

  private static MirroredTopic topic(String name, int partitions) {
    return new MirroredTopic(name, "east." + name, Uuid.ZERO_UUID, Uuid.ZERO_UUID, partitions);
  }

  private static Flow flow(List<MirroredTopic> copyable, List<MirroredTopic> assigned, int tasks) {
    var found = new TopicDiscovery.Result(copyable, 2, 5, List.of(), false, List.of());
    return FlowSummary.of(
        found,
        new FleetPlan.Work(assigned, null),
        tasks,
        TopicDuties.Tended.NOTHING,
        BESIDE,
        NO_TURNS);
  }

  private static Flow expected(
      int matched, int replicating, int partitions, int unassigned, int tasks) {
    return new Flow(
        matched,
        replicating,
        partitions,
        unassigned,
        tasks,
        null,
        null,
        new TopicNotes(0, List.of()),
        null,
        null,
        0,
        0);
  }

  @Test
  void everythingIsAssigned() {
    assertThat(flow(List.of(A, B), List.of(A, B), 2)).isEqualTo(expected(2, 2, 5, 0, 2));
  }

  @Test
  void aTopicThatWasFoundAfterTheAssignmentBelongsToNobodyYet() {
    assertThat(flow(List.of(A, B), List.of(A), 2)).isEqualTo(expected(2, 1, 5, 2, 2));
  }

  @Test
  void aTopicThatHasGrownSinceTheAssignmentIsNotWholeYet() {
    assertThat(flow(List.of(A, B), List.of(topic("a", 2), B), 2))
        .isEqualTo(expected(2, 1, 5, 1, 2));
  }

  @Test
  void aTopicWithoutRemoteTopicBelongsToNobody() {
    assertThat(flow(List.of(A), List.of(A), 2)).isEqualTo(expected(2, 1, 5, 2, 2));
  }

  @Test
  void aTopicThatIsNoLongerMirroredMakesUpForNoOther() {
    assertThat(flow(List.of(A, B), List.of(topic("gone", 5)), 2))
        .isEqualTo(expected(2, 0, 5, 5, 2));
  }

  @Test
  void withoutTasksNobodyHasAnything() {
    assertThat(flow(List.of(A, B), List.of(A, B), 0)).isEqualTo(expected(2, 0, 5, 5, 0));
  }

  @Test
  void topicsThatArePromotedAreCountedApart() {
    var found = new TopicDiscovery.Result(List.of(A), 1, 3, List.of(), false, List.of(B));
    var promoted = new Turns(new Terms(Map.of("b", new Term(1, true))), NAMING, true, Set.of("a"));

    Flow flow =
        FlowSummary.of(
            found,
            new FleetPlan.Work(List.of(A), null),
            1,
            TopicDuties.Tended.NOTHING,
            BESIDE,
            promoted);

    assertThat(flow.topicsMatched()).isEqualTo(1);
    assertThat(flow.promoted()).isEqualTo(1);
    assertThat(flow.standby()).isZero();
  }

  @Test
  void topicsWorthANoteAreCountedAndTheFirstTenNamed() {
    var found = new TopicDiscovery.Result(List.of(A), 1, 3, List.of(), false, List.of());
    List<TopicFailure> twelve =
        IntStream.range(0, 12)
            .mapToObj(i -> new TopicFailure("t" + i, "ConfigRefused", "segment.bytes"))
            .toList();

    Flow flow =
        FlowSummary.of(
            found,
            new FleetPlan.Work(List.of(A), null),
            1,
            new TopicDuties.Tended(twelve, List.of()),
            BESIDE,
            NO_TURNS);

    assertThat(flow.configsFailed().topics()).isEqualTo(12);
    assertThat(flow.configsFailed().first())
        .hasSize(10)
        .startsWith(new TopicNotes.TopicNote("t0", "ConfigRefused", "segment.bytes"));
  }
}
