package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.groups.GroupCalls.Committed;
import dev.kafkamirror.replicator.groups.GroupCalls.Listing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Brings the groups of the target as far as the plans say: never back, none that has members. */
final class TargetWork {
  private final GroupCalls target;
  private final GroupCommits commits;

  TargetWork(GroupCalls target, GroupCommits commits) {
    this.target = target;
    this.commits = commits;
  }

  /**
   * @param plans by group
   * @return what came of each
   */
  Map<String, GroupResult> carryOver(Map<String, GroupPlan> plans)
      throws ExecutionException, InterruptedException {
    Map<String, GroupResult> results = new HashMap<>();
    plans.forEach((group, plan) -> results.put(group, plan.result()));
    Listing there = target.list();
    List<String> idle = new ArrayList<>();
    for (var entry : plans.entrySet()) {
      String group = entry.getKey();
      GroupResult result = entry.getValue().result();
      if (result.state() != GroupState.Synced) {
        continue;
      }
      if (there.hasMembers(group)) {
        results.put(group, result.activeOnTarget());
      } else if (there.error() != null && !there.has(group)) {
        results.put(group, result.failed(onTarget(group, there.error())));
      } else {
        idle.add(group);
      }
    }
    Committed now = target.offsets(idle.stream().filter(there::has).toList());
    Map<String, Map<TopicPartition, OffsetAndMetadata>> behind = new HashMap<>();
    for (String group : idle) {
      Throwable failure = now.failures().get(group);
      var wanted = plans.get(group).commits(now.offsets().getOrDefault(group, Map.of()));
      if (failure != null) {
        // What it has is not known, so nothing can be written that surely does not take it back.
        results.put(group, results.get(group).failed(onTarget(group, failure)));
      } else if (!wanted.isEmpty()) {
        behind.put(group, wanted);
      }
    }
    commits
        .commit(behind)
        .forEach(
            (group, failure) ->
                results.compute(
                    group,
                    (_, result) ->
                        failure instanceof UnknownMemberIdException
                            ? result.activeOnTarget()
                            : result.failed(onTarget(group, failure))));
    return results;
  }

  private static String onTarget(String group, Throwable failure) {
    Right right =
        failure instanceof TopicAuthorizationException
            ? new Right("Read", "remote topics", "target") // Which ones, its message says.
            : Right.onGroup("Read", group, "target");
    return "target: " + ClusterErrors.message(right.named(failure));
  }
}
