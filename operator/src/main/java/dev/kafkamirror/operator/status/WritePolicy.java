package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides when a changed status is written: conditions at once, numbers seldom. */
public final class WritePolicy {
  /** The least time between two writes that only bring numbers. */
  public static final Duration NUMBERS = Duration.ofSeconds(30);

  private WritePolicy() {}

  /**
   * How long to wait before the status is written: zero means now, empty that nothing changed.
   *
   * @param lastWrite when it was last written, null when that is not known
   */
  public static Optional<Duration> delay(
      KafkaMirrorStatus present, KafkaMirrorStatus wanted, Instant lastWrite, Instant now) {
    if (wanted.equals(present)) {
      return Optional.empty();
    }
    if (present == null || lastWrite == null || !urgent(present).equals(urgent(wanted))) {
      return Optional.of(Duration.ZERO);
    }
    var wait = Duration.between(now, lastWrite.plus(NUMBERS));
    return Optional.of(wait.isPositive() ? wait : Duration.ZERO);
  }

  /** What people and controllers wait for. */
  private static List<Object> urgent(KafkaMirrorStatus status) {
    var parts = new ArrayList<>();
    parts.add(status.observedGeneration());
    parts.add(status.replicas());
    parts.add(status.readyReplicas());
    parts.add(status.selector());
    parts.add(status.configRevision());
    parts.add(status.source());
    parts.add(status.target());
    for (Condition condition :
        Objects.requireNonNullElse(status.conditions(), List.<Condition>of())) {
      parts.add(condition.getType());
      parts.add(condition.getStatus());
      parts.add(condition.getReason());
      parts.add(condition.getObservedGeneration());
      if (ConditionType.ConfigurationValid.name().equals(condition.getType())) {
        parts.add(condition.getMessage());
      }
    }
    return parts;
  }
}
