package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops of a flow from "east" to "west". */
class CyclesTest {
  private static final String OUR_FLOW_INTO_EAST =
      "mm2-positions.north.prod.north-to-east.internal";

  private static Predicate<String> of(Policy policy, String separator, String... topics) {
    String prefix = policy == Policy.CustomPrefix ? "dr-" : null;
    return new TopicNaming(
            new NamingSpec(policy, separator, prefix, NamingSpec.Direction.OneWay), "east", "west")
        .cycles(Set.of(topics));
  }

  @Test
  void topicsWithTheTargetsAliasHaveComeFromThere() {
    Predicate<String> cycles = of(Policy.SourcePrefix, ".");

    assertThat(cycles.test("west.orders")).isTrue();
    assertThat(cycles.test("west.north.orders")).isTrue();
    assertThat(cycles.test("west")).isFalse();
    assertThat(cycles.test("west-orders")).isFalse();
    assertThat(cycles.test("northwest.orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {OUR_FLOW_INTO_EAST, "north.heartbeats", "north.checkpoints.internal"})
  void whereNorthMirrorsIntoTheSourceItsTopicsCountOnEveryHop(String trace) {
    Predicate<String> cycles = of(Policy.SourcePrefix, ".", trace);

    assertThat(cycles.test("north.west.orders")).isTrue();
    assertThat(cycles.test("north.south.west.orders")).isTrue();
    assertThat(cycles.test("north.east.orders")).isTrue();
    assertThat(cycles.test("north.orders")).isFalse();
    assertThat(cycles.test("north.orders.west")).isFalse();
  }

  @Test
  void topicsOfTheSourcesOwnAliasCountWhereSomebodyMirrorsTheSourceIntoItself() {
    assertThat(of(Policy.SourcePrefix, ".", "east.heartbeats").test("east.orders")).isTrue();
    assertThat(
            of(Policy.SourcePrefix, ".", "mm2-positions.east.prod.echo.internal")
                .test("east.orders"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"east.metrics", "orders.west.v1", "orders.east.v1", "eu.orders.west.paid"})
  void ordinaryTopicsWithAnAliasInTheirNameAreMirrored(String topic) {
    List<String> traces =
        List.of(OUR_FLOW_INTO_EAST, "mm2-offset-syncs.west.internal", "heartbeats", topic);

    assertThat(of(Policy.SourcePrefix, ".", traces.toArray(String[]::new)).test(topic)).isFalse();
  }

  @Test
  void anotherSeparatorPartsNames() {
    Predicate<String> cycles = of(Policy.SourcePrefix, "__", "north__heartbeats");

    assertThat(cycles.test("west__orders")).isTrue();
    assertThat(cycles.test("north__west__orders")).isTrue();
    assertThat(cycles.test("west.orders")).isFalse();
  }

  @Test
  void aliasesMayHaveTheSeparatorInThem() {
    Predicate<String> cycles =
        new TopicNaming(
                new NamingSpec(Policy.SourcePrefix, ".", null, NamingSpec.Direction.OneWay),
                "eu.east",
                "eu.west")
            .cycles(Set.of("mm2-positions.us.north.mirror.internal"));

    assertThat(cycles.test("eu.west.orders")).isTrue();
    assertThat(cycles.test("us.north.eu.west.orders")).isTrue();
    assertThat(cycles.test("eu.orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourcePrefix", "Identity", "CustomPrefix"})
  void heartbeatsOfEitherSideNeverGoRound(Policy policy) {
    Predicate<String> cycles = of(policy, policy == Policy.SourcePrefix ? "." : null);

    assertThat(cycles.test("west.heartbeats")).isTrue();
    assertThat(cycles.test("north.west.heartbeats")).isTrue();
    assertThat(cycles.test("east.heartbeats")).isTrue();
    assertThat(cycles.test("heartbeats")).isFalse();
    assertThat(cycles.test("north.heartbeats")).isFalse();
  }

  @Test
  void withoutSourcePrefixOnlyHeartbeatsTellWhereTheyCameFrom() {
    assertThat(of(Policy.Identity, null, "west.heartbeats").test("west.orders")).isFalse();
    assertThat(of(Policy.CustomPrefix, null, "west.heartbeats").test("west.orders")).isFalse();
  }
}
