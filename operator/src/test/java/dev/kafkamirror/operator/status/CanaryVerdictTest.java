package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryVerdictTest {
  @Test
  void aMirrorWithoutCanaryHasNoSuchCondition() {
    assertThat(verdict("flow: {}", null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "InTime,,True,InTime,''",
    "InTime,CanaryLate,True,InTime,''",
    "Late,,False,CanaryLate,number 7",
    "Lost,CanaryLate,False,CanaryLost,number 7",
    "Waiting,,Unknown,Waiting,none has arrived yet: number 7",
    "Waiting,CanaryLate,False,CanaryLate,what was bad",
  })
  void everyStateHasItsVerdict(
      String state, String badBefore, Truth truth, String reason, String message) {
    String said = state.equals("InTime") ? "null" : "number 7";
    var verdict =
        verdict(
                "flow: {canary: {state: %s, delayMillis: 40, lost: 0, message: %s}}"
                    .formatted(state, said),
                badBefore)
            .orElseThrow();

    assertThat(verdict).isEqualTo(new Verdict(ConditionType.CanaryInTime, truth, reason, message));
  }

  private static Optional<Verdict> verdict(String changes, String badBefore) {
    List<Condition> before =
        badBefore == null
            ? null
            : List.of(
                new ConditionBuilder()
                    .withType("CanaryInTime")
                    .withStatus("False")
                    .withReason(badBefore)
                    .withMessage("what was bad")
                    .build());
    return CanaryVerdict.of(new Fleet(List.of(Samples.pod(Samples.answer(changes)))), before);
  }
}
