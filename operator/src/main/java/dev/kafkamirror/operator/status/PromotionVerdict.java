package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Promotion;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.PromotionStatus;
import java.util.Optional;

/** Judges {@code Promoted}: what came of the latest request to end copying. */
public final class PromotionVerdict {
  static final String COMPLETED = "Completed";
  static final String IN_PROGRESS = "InProgress";

  private PromotionVerdict() {}

  /**
   * The verdict, empty until there was a request.
   *
   * @param status what is known of the request
   */
  public static Optional<Verdict> of(Fleet fleet, PromotionStatus status) {
    if (status == null) {
      return Optional.empty();
    }
    if (!status.state().equals(COMPLETED)) {
      return Optional.of(
          new Verdict(ConditionType.Promoted, Truth.False, IN_PROGRESS, status.message()));
    }
    boolean copiesAgain =
        fleet.flow().filter(f -> f.topicsMatched() > 0 && f.promoted() == 0).isPresent();
    return Optional.of(
        copiesAgain
            ? new Verdict(
                ConditionType.Promoted,
                Truth.False,
                "Returned",
                "the mirror of the other direction was promoted since, and this one copies again")
            : new Verdict(ConditionType.Promoted, Truth.True, COMPLETED, status.message()));
  }

  /**
   * What is known of the request: what the leader says now, else what was known.
   *
   * @param before of the mirror's present status, or null
   */
  static Optional<PromotionStatus> status(Fleet fleet, PromotionStatus before) {
    return fleet
        .promotion()
        .map(now -> status(now, notReplicated(fleet, now, before)))
        .or(() -> Optional.ofNullable(before));
  }

  private static PromotionStatus status(Promotion now, Optional<Long> notReplicated) {
    boolean completed = now.completed() != null;
    return new PromotionStatus(
        now.requestId(),
        completed ? COMPLETED : IN_PROGRESS,
        now.message(),
        now.completed(),
        completed ? notReplicated.orElse(null) : null);
  }

  /** Pods that have started since know less: the bound never gets lower. */
  private static Optional<Long> notReplicated(Fleet fleet, Promotion now, PromotionStatus before) {
    Optional<Long> known =
        Optional.ofNullable(before)
            .filter(b -> b.requestId().equals(now.requestId()))
            .map(PromotionStatus::recordsNotReplicated);
    return fleet.notCopied().map(sum -> Math.max(sum, known.orElse(0L))).or(() -> known);
  }

  /** Whether the mirror has nothing left to copy because all was promoted. */
  static boolean isOver(Fleet fleet) {
    boolean completed = fleet.promotion().filter(p -> p.completed() != null).isPresent();
    Optional<Flow> flow = fleet.flow();
    return completed && flow.filter(f -> f.topicsMatched() > 0 || f.standby() > 0).isEmpty();
  }
}
