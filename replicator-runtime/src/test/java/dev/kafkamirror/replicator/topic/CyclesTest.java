package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops of a flow from "east" to "west". */
class CyclesTest {
  private static final String OUR_FLOW_INTO_EAST =
      "mm2-positions.north.prod.north-to-east.internal";

  private static Cycles of(Policy policy, String separator, String... topics) {
    String prefix = policy == Policy.CustomPrefix ? "dr-" : null;
    return new TopicNaming(
            new NamingSpec(policy, separator, prefix, NamingSpec.Direction.OneWay), "east", "west")
        .cycles(Set.of(topics));
  }

  @Test
  void topicsWithTheTargetsAliasHaveComeFromThere() {
    Cycles cycles = of(Policy.SourcePrefix, ".");

    assertThat(cycles.contains("west.orders")).isTrue();
    assertThat(cycles.contains("west.north.orders")).isTrue();
    assertThat(cycles.contains("west")).isFalse();
    assertThat(cycles.contains("west-orders")).isFalse();
    assertThat(cycles.contains("northwest.orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {OUR_FLOW_INTO_EAST, "north.heartbeats", "north.checkpoints.internal"})
  void whereNorthMirrorsIntoTheSourceItsTopicsCountOnEveryHop(String trace) {
    Cycles cycles = of(Policy.SourcePrefix, ".", trace);

    assertThat(cycles.contains("north.west.orders")).isTrue();
    assertThat(cycles.contains("north.south.west.orders")).isTrue();
    assertThat(cycles.contains("north.east.orders")).isTrue();
    assertThat(cycles.contains("north.orders")).isFalse();
    assertThat(cycles.contains("north.orders.west")).isFalse();
  }

  @Test
  void topicsOfTheSourcesOwnAliasCountWhereSomebodyMirrorsTheSourceIntoItself() {
    assertThat(of(Policy.SourcePrefix, ".", "east.heartbeats").contains("east.orders")).isTrue();
    assertThat(
            of(Policy.SourcePrefix, ".", "mm2-positions.east.prod.echo.internal")
                .contains("east.orders"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"east.metrics", "orders.west.v1", "orders.east.v1", "eu.orders.west.paid"})
  void ordinaryTopicsWithAnAliasInTheirNameAreMirrored(String topic) {
    List<String> traces =
        List.of(OUR_FLOW_INTO_EAST, "mm2-offset-syncs.west.internal", "heartbeats", topic);

    assertThat(of(Policy.SourcePrefix, ".", traces.toArray(String[]::new)).contains(topic))
        .isFalse();
  }

  @Test
  void anotherSeparatorPartsNames() {
    Cycles cycles = of(Policy.SourcePrefix, "__", "north__heartbeats");

    assertThat(cycles.contains("west__orders")).isTrue();
    assertThat(cycles.contains("north__west__orders")).isTrue();
    assertThat(cycles.contains("west.orders")).isFalse();
  }

  @Test
  void aliasesMayHaveTheSeparatorInThem() {
    Cycles cycles =
        new TopicNaming(
                new NamingSpec(Policy.SourcePrefix, ".", null, NamingSpec.Direction.OneWay),
                "eu.east",
                "eu.west")
            .cycles(Set.of("mm2-positions.us.north.mirror.internal"));

    assertThat(cycles.contains("eu.west.orders")).isTrue();
    assertThat(cycles.contains("us.north.eu.west.orders")).isTrue();
    assertThat(cycles.contains("eu.orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourcePrefix", "Identity", "CustomPrefix"})
  void heartbeatsOfEitherSideNeverGoRound(Policy policy) {
    Cycles cycles = of(policy, policy == Policy.SourcePrefix ? "." : null);

    assertThat(cycles.contains("west.heartbeats")).isTrue();
    assertThat(cycles.contains("north.west.heartbeats")).isTrue();
    assertThat(cycles.contains("east.heartbeats")).isTrue();
    assertThat(cycles.contains("heartbeats")).isFalse();
    assertThat(cycles.contains("north.heartbeats")).isFalse();
  }

  @Test
  void withoutSourcePrefixOnlyHeartbeatsTellWhereTheyCameFrom() {
    assertThat(of(Policy.Identity, null, "west.heartbeats").contains("west.orders")).isFalse();
    assertThat(of(Policy.CustomPrefix, null, "west.heartbeats").contains("west.orders")).isFalse();
  }
}
