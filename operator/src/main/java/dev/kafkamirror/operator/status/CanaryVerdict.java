package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges {@code CanaryInTime}: whether what is written into the source arrives on the target. */
public final class CanaryVerdict {
  private CanaryVerdict() {}

  /**
   * The verdict, empty when there is no canary or no pod leads.
   *
   * @param before the conditions of the mirror's present status, or null
   */
  public static Optional<Verdict> of(Fleet fleet, List<Condition> before) {
    return fleet.flow().map(Flow::canary).map(canary -> of(canary, before));
  }

  private static Verdict of(Canary canary, List<Condition> before) {
    var message = Objects.requireNonNullElse(canary.message(), "");
    return switch (canary.state()) {
      case InTime -> new Verdict(ConditionType.CanaryInTime, Truth.True, "InTime", message);
      case Late -> new Verdict(ConditionType.CanaryInTime, Truth.False, "CanaryLate", message);
      case Lost -> new Verdict(ConditionType.CanaryInTime, Truth.False, "CanaryLost", message);
      case Waiting ->
          // Another pod leads: until it knows better, what was bad is not good again.
          Conditions.find(before, ConditionType.CanaryInTime)
              .filter(condition -> Truth.False.name().equals(condition.getStatus()))
              .map(
                  bad ->
                      new Verdict(
                          ConditionType.CanaryInTime,
                          Truth.False,
                          bad.getReason(),
                          bad.getMessage()))
              .orElseGet(
                  () ->
                      new Verdict(
                          ConditionType.CanaryInTime,
                          Truth.Unknown,
                          "Waiting",
                          "none has arrived yet" + (message.isEmpty() ? "" : ": " + message)));
    };
  }
}
