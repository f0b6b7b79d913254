package dev.kafkamirror.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.operator.Samples;
import dev.kafkamirror.operator.observe.Neighbour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictsTest {
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final String YOUNG = "2026-01-02T00:00:00Z";
  private static final KafkaMirrorSpec ORDERS = spec("orders", "west:9092");
  private static final KafkaMirrorSpec ITEMS = spec("items", "west:9092");

  @Test
  void ofTwoNewMirrorsTheYoungerGivesWay() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, null, null);
    var young = new Neighbour("ns", "young", YOUNG, ORDERS, null, null);
    assertThat(Conflicts.of(young, List.of(old)))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo(Problem.Reason.ConflictsWithMirror);
              assertThat(problem.message())
                  .contains("KafkaMirror ns/old", "east.orders", "exclude");
            });
    assertThat(Conflicts.of(old, List.of(young))).isEmpty();
  }

  @Test
  void ofTwoOfTheSameAgeTheNameDecides() {
    var a = new Neighbour("ns", "a", OLD, ORDERS, null, null);
    var b = new Neighbour("ns", "b", OLD, ORDERS, null, null);
    assertThat(Conflicts.of(a, List.of(b))).isEmpty();
    assertThat(Conflicts.of(b, List.of(a))).isPresent();
  }

  @Test
  void anOldMirrorIsNotChangedIntoTheWayOfARunningYoungerOne() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, ITEMS, null);
    var young = new Neighbour("ns", "young", YOUNG, ORDERS, ORDERS, null);
    assertThat(Conflicts.of(old, List.of(young))).isPresent();
    assertThat(Conflicts.of(young, List.of(old))).isEmpty();
  }

  @Test
  void whatAMirrorRunsOnCountsAsLongAsItsNewSettingsAreRefused() {
    var stuck = new Neighbour("ns", "old", OLD, spec("(", "west:9092"), ORDERS, null);
    var young = new Neighbour("ns", "young", YOUNG, ORDERS, null, null);
    assertThat(Conflicts.of(young, List.of(stuck))).isPresent();
  }

  @Test
  void ofTwoThatRunAlreadyTheYoungerIsTold() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, ORDERS, null);
    var young = new Neighbour("ns", "young", YOUNG, ORDERS, ORDERS, null);
    assertThat(Conflicts.of(old, List.of(young))).isEmpty();
    assertThat(Conflicts.of(young, List.of(old))).isPresent();
  }

  @Test
  void anotherTargetIsNoConflict() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, null, null);
    var young = new Neighbour("ns", "young", YOUNG, spec("orders", "south:9092"), null, null);
    assertThat(Conflicts.of(young, List.of(old))).isEmpty();
  }

  @Test
  void theSameClusterUnderAnotherAddressIsFoundByItsId() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, ORDERS, "id-1");
    var young = new Neighbour("ns", "young", YOUNG, spec("orders", "other:9092"), null, "id-1");
    assertThat(Conflicts.of(young, List.of(old))).isPresent();
  }

  @Test
  void aBootstrapServerIsTheSameInAnyCase() {
    var old = new Neighbour("ns", "old", OLD, ORDERS, null, null);
    var young = new Neighbour("ns", "young", YOUNG, spec("orders", "WEST:9092"), null, null);
    assertThat(Conflicts.of(young, List.of(old))).isPresent();
  }

  /** Between the same clusters; what is left out of a spec is null here, as nobody fills it in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          [{prefix: a.}]    ; {}                                  ; [{prefix: b.}]   ; {}                ; -
          [{prefix: a.}]    ; {}                                  ; [{name: a.b}]    ; {}                ; east.a.b
          [{prefix: a.}]    ; {}                                  ; [{pattern: .*b}] ; {}                ; east.a.
          [{prefix: a.}]    ; {writeTo: Source}                   ; [{prefix: b.}]   ; {}                ; -
          [{prefix: a.}]    ; {writeTo: Source}                   ; [{prefix: b.}]   ; {writeTo: Source} ; east.heartbeats
          [{prefix: a.}]    ; {writeTo: Source, state: Disabled}  ; [{prefix: b.}]   ; {writeTo: Source} ; -
          [{prefix: a.}]    ; {writeTo: Source}                   ; [{prefix: heart}]; {}                ; east.heartbeats
          [{name: a.}]      ; {}                                  ; [{prefix: heart}]; {writeTo: Source} ; -
          """)
  void twoMirrorsOfOnePairLiveSideBySideUnlessTheyWriteTheSameTopic(
      String topics, String heartbeats, String otherTopics, String otherHeartbeats, String named) {
    var old = new Neighbour("ns", "old", OLD, beside(topics, heartbeats), null, null);
    var young =
        new Neighbour("ns", "young", YOUNG, beside(otherTopics, otherHeartbeats), null, null);

    assertThat(Conflicts.of(old, List.of(young))).isEmpty();
    if (named.equals("-")) {
      assertThat(Conflicts.of(young, List.of(old))).isEmpty();
    } else {
      assertThat(Conflicts.of(young, List.of(old)))
          .hasValueSatisfying(p -> assertThat(p.message()).contains("KafkaMirror ns/old", named));
    }
  }

  private static KafkaMirrorSpec beside(String topics, String heartbeats) {
    return Samples.mirror(
            "spec: {topics: {include: %s}, heartbeats: %s}".formatted(topics, heartbeats))
        .getSpec();
  }

  @Test
  void theWayBackUnderTheSameNamesIsRefused() {
    var there =
        new Neighbour("ns", "there", OLD, way("east", "west", "Identity", "orders."), null, null);
    var back =
        new Neighbour("ns", "back", YOUNG, way("west", "east", "Identity", "orders."), null, null);

    assertThat(Conflicts.of(back, List.of(there)))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo(Problem.Reason.ConflictsWithMirror);
              assertThat(problem.message())
                  .contains("KafkaMirror ns/there", "topics orders.*", "round for ever");
            });
    assertThat(Conflicts.of(there, List.of(back))).isEmpty();
  }

  @Test
  void theWayBackUnderTheSameNamesIsNoConflictWhereBothMirrorsKnowOfIt() {
    var there = new Neighbour("ns", "there", OLD, twoWay("east", "west"), null, null);
    var back = new Neighbour("ns", "back", YOUNG, twoWay("west", "east"), null, null);
    var unaware =
        new Neighbour("ns", "back", YOUNG, way("west", "east", "Identity", "orders."), null, null);

    assertThat(Conflicts.of(back, List.of(there))).isEmpty();
    assertThat(Conflicts.of(unaware, List.of(there)))
        .hasValueSatisfying(problem -> assertThat(problem.message()).contains("TwoWay"));
  }

  @Test
  void theWayBackUnderTheSameNamesIsNoConflictWhereTheTwoTakeTurns() {
    var there = new Neighbour("ns", "there", OLD, identity("east", "west", ""), null, null);
    var back =
        new Neighbour(
            "ns", "back", YOUNG, identity("west", "east", "reverseOf: {name: there}"), null, null);
    var stranger =
        new Neighbour(
            "ns", "back", YOUNG, identity("west", "east", "reverseOf: {name: other}"), null, null);

    assertThat(Conflicts.of(back, List.of(there))).isEmpty();
    assertThat(Conflicts.of(stranger, List.of(there))).isPresent();
  }

  private static KafkaMirrorSpec identity(String from, String to, String more) {
    return Samples.mirror(
            """
            spec:
              source: {alias: %s, bootstrapServers: ["%s:9092"]}
              target: {alias: %s, bootstrapServers: ["%s:9092"]}
              topics: {include: [{prefix: orders.}], naming: {policy: Identity}}
            """
                    .formatted(from, from, to, to)
                + more.indent(2))
        .getSpec();
  }

  @Test
  void twoSourcesMayWriteTheSameTopicWhereBothMirrorsKnowOfOthers() {
    var old = new Neighbour("ns", "old", OLD, twoWay("east", "west"), null, null);
    var young = new Neighbour("ns", "young", YOUNG, twoWay("north", "west"), null, null);
    var again = new Neighbour("ns", "again", YOUNG, twoWay("east", "west"), null, null);

    assertThat(Conflicts.of(young, List.of(old))).isEmpty();
    assertThat(Conflicts.of(again, List.of(old))).isPresent();
  }

  @Test
  void theWayBackOfOtherTopicsIsNoConflict() {
    var there =
        new Neighbour("ns", "there", OLD, way("east", "west", "Identity", "orders."), null, null);
    var back =
        new Neighbour("ns", "back", YOUNG, way("west", "east", "Identity", "items."), null, null);

    assertThat(Conflicts.of(back, List.of(there))).isEmpty();
  }

  @Test
  void theWayBackIsNoConflictWhereNamesTellWhereTopicsComeFrom() {
    var there =
        new Neighbour("ns", "there", OLD, way("east", "west", "SourcePrefix", ""), null, null);
    var back =
        new Neighbour("ns", "back", YOUNG, way("west", "east", "SourcePrefix", ""), null, null);

    assertThat(Conflicts.of(back, List.of(there))).isEmpty();
  }

  @Test
  void theWayBackThatOnlyTakesWhatIsNotMirroredIsNoConflict() {
    // What comes back is called east.orders.…, which nobody selects in east.
    var there =
        new Neighbour(
            "ns", "there", OLD, way("east", "west", "SourcePrefix", "orders."), null, null);
    var back =
        new Neighbour("ns", "back", YOUNG, way("west", "east", "Identity", "east."), null, null);

    assertThat(Conflicts.of(back, List.of(there))).isEmpty();
  }

  /** Everything that begins so, one way; all topics for the empty text. */
  private static KafkaMirrorSpec way(String source, String target, String naming, String prefix) {
    return Samples.mirror(
            """
            spec:
              source: {alias: %1$s, bootstrapServers: ['%1$s:9092']}
              target: {alias: %2$s, bootstrapServers: ['%2$s:9092']}
              topics: {include: [%4$s], naming: {policy: %3$s}}
            """
                .formatted(
                    source,
                    target,
                    naming,
                    prefix.isEmpty() ? "{pattern: '.*'}" : "{prefix: '" + prefix + "'}"))
        .getSpec();
  }

  private static KafkaMirrorSpec twoWay(String source, String target) {
    return way(source, target, "Identity, direction: TwoWay", "orders.");
  }

  private static KafkaMirrorSpec spec(String topic, String bootstrap) {
    return Samples.mirror(
            "spec: {target: {bootstrapServers: ['%s']}, topics: {include: [{%s: '%s'}]}}"
                .formatted(bootstrap, topic.equals("(") ? "pattern" : "name", topic))
        .getSpec();
  }
}
