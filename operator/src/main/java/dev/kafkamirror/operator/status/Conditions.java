package dev.kafkamirror.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Turns verdicts into conditions. */
public final class Conditions {
  private Conditions() {}

  /**
   * Conditions that carry the verdicts. {@code lastTransitionTime} moves only where the status
   * (True, False, Unknown) differs from before.
   *
   * @param previous conditions as they stand, or null
   * @param generation the mirror's generation that the verdicts speak of
   */
  public static List<Condition> of(
      List<Verdict> verdicts, List<Condition> previous, long generation, Instant now) {
    return verdicts.stream()
        .map(verdict -> condition(verdict, find(previous, verdict.type()), generation, now))
        .toList();
  }

  /** The condition of a type. */
  public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> type.name().equals(c.getType())).findFirst();
  }

  private static Condition condition(
      Verdict verdict, Optional<Condition> previous, long generation, Instant now) {
    var since =
        previous
            .filter(before -> verdict.status().name().equals(before.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(verdict.type().name())
        .withStatus(verdict.status().name())
        .withReason(verdict.reason())
        .withMessage(verdict.message())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
