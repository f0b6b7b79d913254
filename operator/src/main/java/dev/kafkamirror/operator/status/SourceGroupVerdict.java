package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges {@code SourceGroupCommitted}: whether a group of the source shows how far the mirror is.
 */
public final class SourceGroupVerdict {
  private SourceGroupVerdict() {}

  /** The verdict, by the pod that has trouble; empty when no pod commits positions. */
  public static Optional<Verdict> of(Fleet fleet) {
    return fleet.answers().stream()
        .map(ReplicatorStatus::sourceGroup)
        .filter(Objects::nonNull)
        .min(Comparator.comparing(SourceGroupVerdict::committed))
        .map(
            group ->
                new Verdict(
                    ConditionType.SourceGroupCommitted,
                    committed(group) ? Truth.True : Truth.False,
                    group.reason(),
                    group.message()));
  }

  private static boolean committed(SourceGroup group) {
    return group.reason().equals(SourceGroup.COMMITTED);
  }
}
