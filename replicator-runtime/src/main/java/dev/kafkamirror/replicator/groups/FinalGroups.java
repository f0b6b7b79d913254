package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.Mode;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.mm2.MirrorMakerTopics;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Carries all groups of a flow over once, whichever pods' they are: before copying ends. */
public final class FinalGroups {
  private static final GroupShare ALL = new GroupShare(0, 1);

  /**
   * What came of it.
   *
   * @param failed groups whose offsets could not be carried over
   * @param message for people, empty when groups are not carried over
   */
  public record Outcome(int failed, String message) {}

  private FinalGroups() {}

  /**
   * Carries them over.
   *
   * @param timeoutMs how long a cluster may take to answer
   * @throws ExecutionException when a cluster does not answer
   */
  public static Outcome carryOver(
      FlowSettings settings, Positions positions, Clock clock, int timeoutMs)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (settings.spec().groups().offsetSync().mode() == Mode.Disabled) {
      return new Outcome(0, "");
    }
    try (Admin source = Clients.admin(settings.source(), "groups-final-source", timeoutMs);
        Admin target = Clients.admin(settings.target(), "groups-final-target", timeoutMs);
        GroupCommits commits =
            new GroupCommits(
                i -> Clients.admin(settings.target(), "groups-final-commits-" + i, timeoutMs));
        MirrorMakerTopics topics = new MirrorMakerTopics(settings, source, target);
        Homeward homeward = new Homeward(source, target, settings.source())) {
      GroupRound round =
          new GroupRound(
              new GroupCalls(source),
              new TargetWork(new GroupCalls(target), commits),
              topics,
              positions,
              homeward,
              new CheckpointLatencies(),
              clock);
      return outcome(round.carryOver(settings, ALL, _ -> true).values());
    }
  }

  private static Outcome outcome(Collection<GroupResult> results) {
    int failed = count(results, GroupState.Failed);
    int active = count(results, GroupState.ActiveOnTarget);
    String message =
        "%d groups are carried over".formatted(count(results, GroupState.Synced))
            + (active == 0 ? "" : ", %d have members on the target".formatted(active))
            + (failed == 0 ? "" : ", %d cannot be, first: %s".formatted(failed, first(results)));
    return new Outcome(failed, message);
  }

  private static String first(Collection<GroupResult> results) {
    return results.stream()
        .filter(r -> r.state() == GroupState.Failed)
        .map(GroupResult::message)
        .findFirst()
        .orElse("");
  }

  private static int count(Collection<GroupResult> results, GroupState state) {
    return (int) results.stream().filter(r -> r.state() == state).count();
  }
}
