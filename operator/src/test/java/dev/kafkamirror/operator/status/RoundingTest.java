package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "0, 0",
    "1, 1",
    "2, 2",
    "3, 5",
    "5, 5",
    "6, 10",
    "11, 20",
    "21, 50",
    "3600, 5000"
  })
  void secondsGoUpToTheNextOfOneTwoFive(long value, long expected) {
    assertThat(Rounding.oneTwoFive(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.4, 0",
    "0.6, 1",
    "9, 9",
    "99, 99",
    "104, 100",
    "105, 110",
    "52345, 52000",
    "996, 1000"
  })
  void countsKeepTwoDigits(double value, long expected) {
    assertThat(Rounding.twoDigits(value)).isEqualTo(expected);
  }

  @Test
  void hugeNumbersDoNotOverflow() {
    assertThat(Rounding.oneTwoFive(Long.MAX_VALUE)).isPositive();
    assertThat(Rounding.twoDigits((double) Long.MAX_VALUE)).isPositive();
  }

  @Test
  void unknownStaysUnknownAndIsNotZero() {
    assertThat(Rounding.oneTwoFive((Long) null)).isNull();
    assertThat(Rounding.twoDigits((Long) null)).isNull();
    assertThat(Rounding.twoDigits(Double.NaN)).isZero();
  }
}
