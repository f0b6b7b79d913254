package dev.kafkamirror.replicator.task.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static final long START = -7_000;

  private final Recent recent = new Recent();

  @Test
  void nothingIsKnownBeforeTheFirstValue() {
    assertThat(recent.summary(START)).isEqualTo(Summary.NONE);
  }

  @Test
  void valuesOfTheLastHalfMinuteAreSummedUp() {
    recent.add(10, START);
    recent.add(40, START + 10_000);
    recent.add(10, START + 20_000);

    assertThat(recent.summary(START + 30_000))
        .isEqualTo(new Summary(3 / 30.0, 60 / 30.0, 20, 10, 40, 10, 3, 60));
  }

  @Test
  void ratesOfTheFirstSecondsAreNotMadeLarge() {
    recent.add(300, START);

    assertThat(recent.summary(START + 1).sumPerSecond()).isEqualTo(10);
  }

  @Test
  void valuesAreForgottenAMinuteAfterTheirSampleBegan() {
    recent.add(100, START);
    recent.add(10, START + 30_000);

    assertThat(recent.summary(START + 59_999).largest()).isEqualTo(100);
    assertThat(recent.summary(START + 60_000))
        .isEqualTo(new Summary(1 / 30.0, 10 / 30.0, 10, 10, 10, 10, 2, 110));
  }

  @Test
  void anOldSampleMakesRoomForANewOne() {
    for (int minute = 0; minute < 5; minute++) {
      recent.add(minute, START + minute * 60_000L);
      recent.add(100 + minute, START + minute * 60_000L + 30_000);
    }

    Summary summary = recent.summary(START + 4 * 60_000 + 50_000);
    assertThat(summary.least()).isEqualTo(4);
    assertThat(summary.largest()).isEqualTo(104);
    assertThat(summary.perSecond()).isEqualTo(2 / 50.0);
    assertThat(summary.count()).isEqualTo(10);
  }

  @Test
  void afterASilenceOnlyTheLatestValueAndTheTotalsAreKnown() {
    recent.add(7, START);

    assertThat(recent.summary(START + 3_600_000))
        .isEqualTo(new Summary(0, 0, Double.NaN, Double.NaN, Double.NaN, 7, 1, 7));
  }

  @Test
  void manyValuesAtOnceCountAsThatMany() {
    recent.add(10, 250, 20, 30, START);

    assertThat(recent.summary(START + 30_000))
        .isEqualTo(new Summary(10 / 30.0, 250 / 30.0, 25, 20, 30, 20, 10, 250));
  }
}
