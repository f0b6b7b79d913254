package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.mm2.Checkpoint;
import dev.kafkamirror.replicator.task.measure.Recent;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How long checkpoints took, from the look at a group's offsets at the source until the target had
 * them, by group and remote partition. One thread measures, any thread may ask.
 */
final class CheckpointLatencies {
  private final Map<String, Map<TopicPartition, Recent>> latencies = new ConcurrentHashMap<>();

  /** The target has these checkpoints, by group; those that are in no plan are forgotten. */
  void wrote(
      Map<String, Set<Checkpoint>> written, Map<String, GroupPlan> plans, long ms, long nowMs) {
    latencies.keySet().retainAll(plans.keySet());
    latencies.forEach(
        (group, partitions) -> partitions.keySet().retainAll(remotes(plans.get(group))));
    written.forEach(
        (group, checkpoints) ->
            checkpoints.forEach(checkpoint -> of(group, checkpoint.remote()).add(ms, nowMs)));
  }

  private static Set<TopicPartition> remotes(GroupPlan plan) {
    return plan.checkpoints().stream().map(Checkpoint::remote).collect(Collectors.toSet());
  }

  private Recent of(String group, TopicPartition remote) {
    return latencies
        .computeIfAbsent(group, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(remote, _ -> new Recent());
  }

  void clear() {
    latencies.clear();
  }

  /** Milliseconds, by group and remote partition. */
  Map<String, Map<TopicPartition, Summary>> summaries(long nowMs) {
    Map<String, Map<TopicPartition, Summary>> summaries = new HashMap<>();
    latencies.forEach(
        (group, partitions) -> {
          Map<TopicPartition, Summary> ofGroup = new HashMap<>();
          partitions.forEach((remote, recent) -> ofGroup.put(remote, recent.summary(nowMs)));
          summaries.put(group, ofGroup);
        });
    return summaries;
  }
}
