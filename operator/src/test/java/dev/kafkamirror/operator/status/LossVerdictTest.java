package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.DataLossStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.LostRange;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossVerdictTest {
  private static final DataLossStatus LOSS =
      new DataLossStatus(
          2L,
          70L,
          new LostRange("orders", 3, 40L, 99L, "RetentionOverrun", "2026-11-22T18:00:00Z"));

  @Test
  void aMirrorThatNeverLostAnythingHasNoSuchCondition() {
    assertThat(LossVerdict.of(null, null)).isEmpty();
  }

  @Test
  void namesTheLastRangeAndHowToAcknowledgeIt() {
    var verdict = LossVerdict.of(LOSS, null).orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.True);
    assertThat(verdict.reason()).isEqualTo("RetentionOverrun");
    assertThat(verdict.message())
        .contains("2 ranges of 70 records", "offsets 40 to 99 of orders-3")
        .endsWith("kafkamirror.dev/acknowledge-data-loss=2026-11-22T18:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T18:00:00Z, False",
    "2026-11-22T20:00:00+01:00, False",
    "2026-11-22T17:59:59Z, True",
    "yes, True"
  })
  void isFalseOnceEverythingUpToTheLastRangeIsAcknowledged(String annotation, Truth expected) {
    var verdict = LossVerdict.of(LOSS, Map.of(LossVerdict.ACKNOWLEDGED, annotation)).orElseThrow();

    assertThat(verdict.status()).isEqualTo(expected);
  }
}
