package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a pod has to commit to the group of the source that shows how far the mirror is: decided
 * from what the group has, without asking it. Offsets that a mirror commits carry a mark in their
 * metadata, by which it knows its own and everybody knows that no consumer goes on there.
 *
 * @param commits what the group lacks
 * @param ahead partitions in which the group is ahead of this pod. A pod that has just handed a
 *     partition over sees that as well; only who still has it in the next round takes the group
 *     back
 */
record SourceGroupPlan(Map<TopicPartition, OffsetAndMetadata> commits, Set<TopicPartition> ahead) {
  private static final String MARK = "kafkamirror:";

  /** The metadata of all that a flow commits. */
  static String mark(FlowSettings settings) {
    return MARK + settings.flow() + ":" + settings.target().alias();
  }

  /** Whether a group only shows how far some mirror is. */
  static boolean isOfAMirror(Map<TopicPartition, OffsetAndMetadata> committed) {
    return committed.values().stream().anyMatch(Objects::nonNull)
        && committed.values().stream()
            .filter(Objects::nonNull)
            .allMatch(offset -> offset.metadata().startsWith(MARK));
  }

  /** A partition in which somebody else has committed; empty when nobody has. */
  static Optional<TopicPartition> foreign(
      Map<TopicPartition, OffsetAndMetadata> committed, String mark) {
    return committed.entrySet().stream()
        .filter(entry -> entry.getValue() != null && !entry.getValue().metadata().equals(mark))
        .map(Map.Entry::getKey)
        .min(Comparator.comparing(TopicPartition::toString));
  }

  /**
   * @param copied what is copied of the pod's partitions
   * @param committed what the group has; a partition without an offset is missing or has null
   * @param aheadBefore where the group was ahead in the last round
   */
  static SourceGroupPlan of(
      Map<TopicPartition, Copied> copied,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Set<TopicPartition> aheadBefore,
      String mark) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    Set<TopicPartition> ahead = new HashSet<>();
    copied.forEach(
        (partition, now) -> {
          long offset = now.position().sourceOffset();
          OffsetAndMetadata has = committed.get(partition);
          boolean further = has == null || has.offset() < offset;
          if (offset < 0 || (!further && has.offset() == offset)) {
            return;
          }
          if (further || aheadBefore.contains(partition)) {
            commits.put(partition, new OffsetAndMetadata(offset, mark));
          } else {
            ahead.add(partition);
          }
        });
    return new SourceGroupPlan(commits, ahead);
  }
}
