package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.750Z");
  private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");

  @Test
  void aNewConditionBeginsNowInWholeSeconds() {
    var condition = only(Conditions.of(List.of(ready(Truth.True, "A")), null, 4, FIRST));
    assertThat(condition.getLastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(condition.getObservedGeneration()).isEqualTo(4);
    assertThat(condition.getType()).isEqualTo("Ready");
  }

  @Test
  void anotherReasonMovesNoTransitionTime() {
    var before = Conditions.of(List.of(ready(Truth.False, "A")), null, 4, FIRST);
    var after = only(Conditions.of(List.of(ready(Truth.False, "B")), before, 5, LATER));
    assertThat(after.getLastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(after.getReason()).isEqualTo("B");
    assertThat(after.getObservedGeneration()).isEqualTo(5);
  }

  @Test
  void anotherStatusMovesTheTransitionTime() {
    var before = Conditions.of(List.of(ready(Truth.False, "A")), null, 4, FIRST);
    var after = only(Conditions.of(List.of(ready(Truth.Unknown, "A")), before, 4, LATER));
    assertThat(after.getLastTransitionTime()).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void aLongMessageIsCut() {
    var verdict = new Verdict(ConditionType.Ready, Truth.False, "A", "x".repeat(5000));
    assertThat(verdict.message()).hasSize(Verdict.LONGEST_MESSAGE).endsWith("…");
  }

  private static Verdict ready(Truth status, String reason) {
    return new Verdict(ConditionType.Ready, status, reason, "message");
  }

  private static Condition only(List<Condition> conditions) {
    assertThat(conditions).hasSize(1);
    return conditions.getFirst();
  }
}
