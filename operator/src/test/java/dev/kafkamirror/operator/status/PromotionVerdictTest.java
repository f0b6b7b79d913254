package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.PromotionStatus;
import dev.kafkamirror.operator.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionVerdictTest {
  private static final String TIME = "2026-01-02T00:00:00Z";
  private static final String WAITS =
      "promotion: {requestId: r, message: 5 records of 1 partitions are still to be copied}\n";
  private static final String DONE =
      "promotion: {requestId: r, message: all records are on the target, completed: '"
          + TIME
          + "'}\n";

  @Test
  void aMirrorThatWasNeverAskedHasNoSuchCondition() {
    assertThat(PromotionVerdict.status(fleet("{}"), null)).isEmpty();
    assertThat(PromotionVerdict.of(fleet("{}"), null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, True, Completed",
    "2, 1, True, Completed",
    "2, 0, False, Returned",
    "0, 0, True, Completed",
  })
  void aCompletedPromotionHoldsUntilTheMirrorCopiesAgain(
      int matched, int promoted, Truth truth, String reason) {
    var fleet =
        fleet(DONE + "flow: {topicsMatched: %d, promoted: %d}".formatted(matched, promoted));

    var verdict =
        PromotionVerdict.of(fleet, PromotionVerdict.status(fleet, null).orElseThrow())
            .orElseThrow();

    assertThat(verdict.status()).isEqualTo(truth);
    assertThat(verdict.reason()).isEqualTo(reason);
  }

  @Test
  void aRequestOnItsWaySaysWhatItWaitsFor() {
    var status = PromotionVerdict.status(fleet(WAITS), null).orElseThrow();

    assertThat(status.state()).isEqualTo("InProgress");
    assertThat(status.message()).contains("5 records");
    assertThat(PromotionVerdict.of(fleet(WAITS), status))
        .contains(new Verdict(ConditionType.Promoted, Truth.False, "InProgress", status.message()));
  }

  @Test
  void theBoundOfWhatIsMissingNeverGetsLower() {
    var first =
        PromotionVerdict.status(fleet(DONE + "notCopied: {partitions: 2, records: 40}"), null)
            .orElseThrow();
    var afterARestart = PromotionVerdict.status(fleet(DONE), first).orElseThrow();

    assertThat(first.recordsNotReplicated()).isEqualTo(40);
    assertThat(afterARestart.recordsNotReplicated()).isEqualTo(40);
  }

  @Test
  void whatAPodDoesNotKnowIsNotTakenForNothing() {
    var status =
        PromotionVerdict.status(fleet(DONE + "notCopied: {partitions: 2}"), null).orElseThrow();

    assertThat(status.recordsNotReplicated()).isNull();
  }

  @Test
  void whatWasPromotedStaysKnownWhileNoPodAnswers() {
    var before = new PromotionStatus("r", "Completed", "", TIME, 0L);

    assertThat(PromotionVerdict.status(new Fleet(List.of()), before)).contains(before);
  }

  private static Fleet fleet(String changes) {
    return new Fleet(List.of(Samples.pod(Samples.answer(changes))));
  }
}
