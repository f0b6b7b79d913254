package dev.kafkamirror.replicator.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.claim.TopicClaim.State;
import dev.kafkamirror.replicator.topic.RemoteTopicOwners.Wish;
import dev.kafkamirror.replicator.topic.TopicFailure;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flow wants to copy {@code orders}; another one has something to do with it. */
class ClaimRulesTest {
  private static final Uuid SOURCE = new Uuid(1, 1);
  private static final Uuid REMOTE = new Uuid(2, 2);

  /** The other flow's claim is on the remote topic. */
  @ParameterizedTest
  @CsvSource({
    // claim, remote topic is there, flow has begun; refused
    "Pending, false, false, true",
    "Pending, true,  true,  true",
    "Held,    false, false, true",
    "Held,    true,  false, true",
    "Held,    true,  true,  true",
    "Left,    false, false, false",
    "Left,    true,  false, true",
    "Left,    true,  true,  false",
  })
  void aRemoteTopicIsAnothersAsLongAsThatWritesItOrItWouldBeFilledTwice(
      State state, boolean there, boolean begun, boolean refused) {
    TopicClaim claim = new TopicClaim("east.bulk", "east.orders", "orders", SOURCE, false, state);

    var failure =
        ClaimRules.refusal(
            wish("east.orders", there), false, List.of(claim), List.of(), _ -> begun);

    assertThat(failure.isPresent()).isEqualTo(refused);
    failure.ifPresent(
        f -> {
          assertThat(f.topic()).isEqualTo("orders");
          assertThat(f.reason()).isEqualTo("ConflictsWithMirror");
          assertThat(f.message()).contains("Mirror east.bulk", "remote topic east.orders");
        });
  }

  /** The other flow mirrors the other way, into the source's topic of the same name. */
  @ParameterizedTest
  @CsvSource({
    // claim, remote topic is there, flow has begun; refused
    "Pending, true,  false, true",
    "Held,    true,  false, true",
    "Held,    true,  true,  true",
    "Held,    false, false, false",
    "Left,    true,  false, true",
    "Left,    true,  true,  false",
  })
  void whatComesFromTheRemoteTopicDoesNotGoBackThere(
      State state, boolean there, boolean begun, boolean refused) {
    TopicClaim claim = new TopicClaim("west.back", "orders", "orders", REMOTE, false, state);

    var failure =
        ClaimRules.refusal(wish("orders", there), false, List.of(), List.of(claim), _ -> begun);

    assertThat(failure.isPresent()).isEqualTo(refused);
    failure.map(TopicFailure::message).ifPresent(m -> assertThat(m).contains("Mirror west.back"));
  }

  @ParameterizedTest
  @CsvSource({
    // this flow, the other, the same source topic; refused
    "true,  true,  false, false",
    "true,  true,  true,  true",
    "true,  false, false, true",
    "false, true,  false, true",
  })
  void twoWayFlowsShareARemoteTopicUnlessBothCopyTheSame(
      boolean twoWay, boolean other, boolean same, boolean refused) {
    Uuid source = same ? SOURCE : new Uuid(3, 3);
    TopicClaim claim = new TopicClaim("north.in", "orders", "orders", source, other, State.Held);

    var failure =
        ClaimRules.refusal(wish("orders", true), twoWay, List.of(claim), List.of(), _ -> false);

    assertThat(failure.isPresent()).isEqualTo(refused);
  }

  @ParameterizedTest
  @CsvSource({"true, true, false", "true, false, true", "false, true, true"})
  void twoWayFlowsMirrorBothWays(boolean twoWay, boolean other, boolean refused) {
    TopicClaim back = new TopicClaim("west.back", "orders", "orders", REMOTE, other, State.Held);

    var failure =
        ClaimRules.refusal(wish("orders", true), twoWay, List.of(), List.of(back), _ -> false);

    assertThat(failure.isPresent()).isEqualTo(refused);
  }

  @Test
  void whatComesFromAThirdClusterGoesOn() {
    TopicClaim claim =
        new TopicClaim("north.in", "orders", "orders", new Uuid(3, 3), false, State.Held);

    assertThat(
            ClaimRules.refusal(wish("orders", true), false, List.of(), List.of(claim), _ -> false))
        .isEmpty();
  }

  @Test
  void whoeverNobodyElseClaimsIsFree() {
    assertThat(
            ClaimRules.refusal(wish("east.orders", true), false, List.of(), List.of(), _ -> false))
        .isEmpty();
  }

  @Test
  void aClaimIsGrantedForTheSameTopicOnly() {
    TopicClaim held = TopicClaim.of("east.bulk", wish("east.orders", true), false, State.Held);

    assertThat(held.grants(wish("east.orders", false))).isTrue();
    assertThat(held.left().grants(wish("east.orders", true))).isFalse();
    assertThat(held.grants(new Wish("orders", new Uuid(9, 9), "east.orders", Optional.of(REMOTE))))
        .isFalse();
    assertThat(held.grants(new Wish("other", SOURCE, "east.orders", Optional.of(REMOTE))))
        .isFalse();
  }

  @Test
  void bytesAreWhatTheReferenceSays() throws Exception {
    TopicClaim claim =
        new TopicClaim("east.bulk", "east.orders", "orders", SOURCE, false, State.Held);
    byte[] value = ClaimFormat.value(claim);

    assertThat(new String(ClaimFormat.key("east.orders"), UTF_8)).isEqualTo("east.orders");
    assertThat(new String(value, UTF_8))
        .isEqualTo(
            "{\"source\":\"orders\",\"sourceId\":\"AAAAAAAAAAEAAAAAAAAAAQ\",\"twoWay\":false,\"state\":\"Held\"}");
    assertThat(ClaimFormat.read("east.bulk", ClaimFormat.key("east.orders"), value))
        .isEqualTo(claim);
  }

  private static Wish wish(String remote, boolean there) {
    return new Wish("orders", SOURCE, remote, there ? Optional.of(REMOTE) : Optional.empty());
  }
}
