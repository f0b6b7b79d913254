package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagVerdictTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

  @ParameterizedTest
  @CsvSource({
    // lag, high for so long before; status, reason, high since so long, again in
    "59,,True,WithinTarget,,",
    "60,90,True,WithinTarget,,",
    "61,,True,WithinTarget,0,30",
    "61,20,True,WithinTarget,20,10",
    "61,30,False,LagTooHigh,30,",
    "61,500,False,LagTooHigh,500,",
    "null,,Unknown,LagUnknown,,",
    "null,500,Unknown,LagUnknown,500,",
  })
  void aHighLagCountsOnceItHasLasted(
      String lag, Long highBefore, Truth status, String reason, Long highSince, Long again) {
    var verdict =
        verdict("{health: {maxLagSeconds: 60, sustainedSeconds: 30}}", lag, ago(highBefore));

    assertThat(verdict.verdict().orElseThrow().status()).isEqualTo(status);
    assertThat(verdict.verdict().orElseThrow().reason()).isEqualTo(reason);
    assertThat(verdict.highSince()).isEqualTo(ago(highSince));
    assertThat(verdict.again().map(Duration::toSeconds).orElse(null)).isEqualTo(again);
  }

  @Test
  void withoutALimitThereIsNoCondition() {
    assertThat(verdict("{}", "9999", null).verdict()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"state: Paused", "state: Stopped", "replicas: 0"})
  void whatIsNotCopiedOnPurposeIsNotTooLate(String change) {
    var verdict = verdict("{health: {maxLagSeconds: 60}, " + change + "}", "9999", ago(500L));

    assertThat(verdict.verdict().orElseThrow().reason()).isEqualTo("NotRunning");
    assertThat(verdict.highSince()).isNull();
  }

  private static LagVerdict verdict(String spec, String lagSeconds, Instant before) {
    var fleet =
        new Fleet(List.of(Samples.pod(Samples.answer("work: {lagSeconds: " + lagSeconds + "}"))));
    return LagVerdict.of(Samples.mirror("spec: " + spec).getSpec(), fleet, before, NOW);
  }

  private static Instant ago(Long seconds) {
    return seconds == null ? null : NOW.minusSeconds(seconds);
  }
}
