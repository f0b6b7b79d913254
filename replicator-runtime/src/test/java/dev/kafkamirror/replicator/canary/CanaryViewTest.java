package dev.kafkamirror.replicator.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary.CanaryState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Canaries are sent every 10 s and late after 5 s; times are in ms. */
class CanaryViewTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final CanaryView ONE_SENT = CanaryView.NOTHING.sent(1, 10_000);
  private static final CanaryView ONE_ARRIVED = ONE_SENT.arrived(1, 10_000, 10_040);

  private static Canary judge(CanaryView view, long now) {
    return view.judge(now, LIMIT, null);
  }

  @Test
  void noneHasArrivedAtFirst() {
    assertThat(judge(CanaryView.NOTHING, 10_000))
        .isEqualTo(new Canary(CanaryState.Waiting, null, 0, null));
    assertThat(judge(ONE_SENT, 15_000).state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void whatHindersTheFirstOneIsSaid() {
    assertThat(CanaryView.NOTHING.judge(10_000, LIMIT, "refused"))
        .isEqualTo(new Canary(CanaryState.Waiting, null, 0, "refused"));
  }

  @Test
  void theFirstOneMayBeLateToo() {
    assertThat(judge(ONE_SENT, 15_001).state()).isEqualTo(CanaryState.Late);
  }

  @Test
  void oneThatArrivesTellsItsDelay() {
    assertThat(judge(ONE_ARRIVED, 10_041)).isEqualTo(new Canary(CanaryState.InTime, 40L, 0, null));
  }

  @Test
  void theDelayOfTheLastOneStandsUntilTheNextIsLate() {
    CanaryView next = ONE_ARRIVED.sent(2, 20_000);

    assertThat(judge(next, 25_000)).isEqualTo(new Canary(CanaryState.InTime, 40L, 0, null));
  }

  @Test
  void theDelayOfOneThatIsLateGrowsUntilItArrives() {
    CanaryView next = ONE_ARRIVED.sent(2, 20_000).sent(3, 30_000);

    Canary late = next.judge(31_000, LIMIT, "the source has not taken the last one yet");
    assertThat(late.state()).isEqualTo(CanaryState.Late);
    assertThat(late.delayMillis()).isEqualTo(11_000);
    assertThat(late.message())
        .isEqualTo(
            "number 2, sent at 1970-01-01T00:00:20Z, has not arrived within 5 s; the source has not"
                + " taken the last one yet");
    assertThat(judge(next, 131_000).delayMillis()).isEqualTo(111_000);

    CanaryView both = next.arrived(2, 20_000, 32_000).arrived(3, 30_000, 32_000);
    assertThat(judge(both, 32_000)).isEqualTo(new Canary(CanaryState.InTime, 2_000L, 0, null));
  }

  @Test
  void oneThatTookTooLongIsLateUntilTheNextOneArrives() {
    CanaryView slow = ONE_ARRIVED.sent(2, 20_000).arrived(2, 20_000, 26_000);

    assertThat(judge(slow, 26_000))
        .isEqualTo(new Canary(CanaryState.Late, 6_000L, 0, "number 2 took longer than 5 s"));
    assertThat(judge(slow.sent(3, 30_000).arrived(3, 30_000, 30_010), 30_010).state())
        .isEqualTo(CanaryState.InTime);
  }

  @Test
  void oneThatIsLeftOutIsLostForAsLongAsTheLimitAndCountedForGood() {
    CanaryView gap = ONE_ARRIVED.sent(2, 20_000).sent(3, 30_000).arrived(3, 30_000, 30_050);

    assertThat(judge(gap, 35_050).state()).isEqualTo(CanaryState.Lost);
    assertThat(judge(gap, 35_050).lost()).isEqualTo(1);
    assertThat(judge(gap, 35_051)).isEqualTo(new Canary(CanaryState.InTime, 50L, 1, null));
  }

  @Test
  void oneThatComesTwiceSaysNothingNew() {
    assertThat(ONE_ARRIVED.arrived(1, 10_000, 19_000)).isEqualTo(ONE_ARRIVED);
  }

  @Test
  void oneThatTheSourceRefusedAndGetsAgainIsAwaitedFromTheFirstAttemptOn() {
    CanaryView again = ONE_SENT.sent(1, 13_000);

    assertThat(judge(again, 15_001).delayMillis()).isEqualTo(5_001);
  }

  @Test
  void aClockThatWasSetBackMakesNoDelayNegative() {
    assertThat(ONE_SENT.arrived(1, 10_000, 9_000).delayMillis()).isZero();
  }
}
