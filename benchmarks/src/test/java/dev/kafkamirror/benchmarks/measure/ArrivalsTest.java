package dev.kafkamirror.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals(2);

  @Test
  void ageIsFromDueToArrival() {
    arrivals.begin(0);

    arrivals.arrived(0, 0, 1_000, 6_000);

    assertThat(arrivals.ages().getMaxValue()).isCloseTo(5_000L, withinPercentage(0.1));
  }

  @Test
  void longestGapIsThatOfOnePartitionWhateverOthersGet() {
    arrivals.begin(0);
    arrivals.arrived(0, 0, 0, 10);
    arrivals.arrived(1, 0, 0, 11);
    arrivals.arrived(0, 1, 0, 40);
    arrivals.arrived(1, 1, 0, 41);
    arrivals.arrived(0, 2, 0, 50);

    assertThat(arrivals.longestGap(51)).isEqualTo(30);
  }

  @Test
  void aPartitionThatStillWaitsCounts() {
    arrivals.begin(0);
    arrivals.arrived(0, 0, 0, 90);

    assertThat(arrivals.longestGap(100)).isEqualTo(100);
  }

  @Test
  void gapsBeforeTheBeginningDoNotCount() {
    arrivals.begin(0);
    arrivals.arrived(0, 0, 0, 500);

    arrivals.begin(500);
    arrivals.arrived(0, 1, 0, 510);

    assertThat(arrivals.longestGap(511)).isEqualTo(11);
  }

  @Test
  void aRecordThatComesAgainIsRepeated() {
    arrivals.begin(0);
    arrivals.arrived(0, 7, 0, 1);
    arrivals.arrived(0, 8, 0, 2);
    arrivals.arrived(0, 7, 0, 3);
    arrivals.arrived(0, 8, 0, 4);
    arrivals.arrived(0, 9, 0, 5);

    assertThat(arrivals.repeated()).isEqualTo(2);
    assertThat(arrivals.missing()).isZero();
  }

  @Test
  void recordsThatAreJumpedOverAreMissing() {
    arrivals.begin(0);
    arrivals.arrived(1, 7, 0, 1);
    arrivals.arrived(1, 11, 0, 2);

    assertThat(arrivals.missing()).isEqualTo(3);
    assertThat(arrivals.repeated()).isZero();
  }

  @Test
  void reachedIsWhatEveryPartitionHas() {
    arrivals.begin(0);
    arrivals.arrived(0, 5, 0, 1);
    arrivals.arrived(1, 3, 0, 1);

    assertThat(arrivals.haveReached(new long[] {5, 3})).isTrue();
    assertThat(arrivals.haveReached(new long[] {5, 4})).isFalse();
  }
}
