package dev.kafkamirror.replicator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final Throttle throttle = new Throttle();

  @Test
  void withoutALimitNothingWaits() {
    throttle.take(1L << 40, 0);

    assertThat(throttle.waitMs(0)).isZero();
    assertThat(throttle.most()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWasTakenTooMuchIsWaitedFor() {
    throttle.limit(1_000L, 0);
    assertThat(throttle.waitMs(0)).isZero();

    throttle.take(5_000, 0);

    assertThat(throttle.waitMs(0)).isEqualTo(5_000);
    assertThat(throttle.waitMs(4_999)).isEqualTo(1);
    assertThat(throttle.waitMs(5_000)).isZero();
  }

  @Test
  void keepsTheMeanWhateverTheSizeOfThePieces() {
    throttle.limit(10_000L, 0);
    long nowMs = 0;
    long taken = 0;
    for (int i = 0; i < 1_000; i++) {
      nowMs += throttle.waitMs(nowMs);
      long piece = 1 + (i * 7_919L) % 60_000;
      throttle.take(piece, nowMs);
      taken += piece;
    }
    nowMs += throttle.waitMs(nowMs);

    assertThat(taken * 1_000 / nowMs).isBetween(9_900L, 10_010L);
  }

  @Test
  void savesUpNoMoreThanASecond() {
    throttle.limit(1_000L, 0);

    throttle.take(3_000, 60_000);

    assertThat(throttle.waitMs(60_000)).isEqualTo(2_000);
  }

  @Test
  void anotherLimitCountsFromNowOn() {
    throttle.limit(1_000L, 0);
    throttle.take(4_000, 0);

    throttle.limit(4_000L, 2_000);
    assertThat(throttle.waitMs(2_000)).isEqualTo(500);

    throttle.limit(null, 2_000);
    assertThat(throttle.waitMs(2_000)).isZero();
  }
}
