package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups.GroupProblem;
import java.util.List;
import java.util.Optional;

/** Judges {@code OffsetsSynced}: whether the groups of consumers could go on at the target. */
public final class GroupsVerdict {
  private GroupsVerdict() {}

  /**
   * The verdict, empty when no pod carries groups over.
   *
   * @param shares what each pod says of its share
   */
  public static Optional<Verdict> of(List<Groups> shares) {
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    var error = shares.stream().map(Groups::error).filter(e -> e != null).findFirst();
    if (error.isPresent()) {
      return Optional.of(no("GroupsUnreachable", error.get()));
    }
    int failed = shares.stream().mapToInt(Groups::failed).sum();
    if (failed > 0) {
      return Optional.of(no("GroupsFailed", failed + " groups failed" + first(shares)));
    }
    return Optional.of(new Verdict(ConditionType.OffsetsSynced, Truth.True, "Synced", ""));
  }

  private static String first(List<Groups> shares) {
    return shares.stream()
        .flatMap(share -> share.problems().stream())
        .filter(problem -> problem.reason().equals("Failed"))
        .findFirst()
        .map(GroupsVerdict::text)
        .orElse("");
  }

  private static String text(GroupProblem problem) {
    return "; " + problem.name() + ": " + problem.message();
  }

  private static Verdict no(String reason, String message) {
    return new Verdict(ConditionType.OffsetsSynced, Truth.False, reason, message);
  }
}
