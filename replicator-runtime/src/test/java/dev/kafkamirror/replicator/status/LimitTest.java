package dev.kafkamirror.replicator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.status.Limit.Pressure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {

  @ParameterizedTest
  @CsvSource({
    // behind, held back, busy, full
    "false, 0.00, 0.10, 0.00, Nothing",
    "false, 1.00, 1.00, 1.00, Nothing",
    "true,  0.00, 0.10, 0.00, Source",
    "true,  0.05, 0.90, 0.05, Source",
    "true,  0.00, 0.10, 0.06, Target",
    "true,  0.00, 0.90, 1.00, Target",
    "true,  0.00, 0.91, 0.00, Cpu",
    "true,  0.00, 0.95, 1.00, Cpu",
    "true,  0.06, 0.10, 0.00, Quota",
    "true,  0.06, 0.10, 1.00, Quota",
    "true,  1.00, 0.95, 1.00, Quota",
  })
  void theFirstThatAppliesLimits(
      boolean isBehind, double heldBack, double busy, double full, Limit limit) {
    assertThat(Limit.of(new Pressure(isBehind, heldBack, busy, full))).isEqualTo(limit);
  }
}
