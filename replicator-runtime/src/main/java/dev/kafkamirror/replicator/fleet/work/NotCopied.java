package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.replicator.task.PartitionState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What this pod leaves uncopied of topics that are promoted: by the last that it has heard of the
 * source, when it learns of the promotion. Any thread may ask.
 */
public final class NotCopied {
  /** Offsets by partition, null values where the source's end is not known. */
  private final Map<TopicPartition, Long> left = new HashMap<>();

  /**
   * Takes note of what is promoted now, once for each partition until it is copied again.
   *
   * @param promoted of source topics
   */
  public synchronized void note(WorkSnapshot work, Predicate<String> promoted) {
    left.keySet().removeIf(partition -> !promoted.test(partition.topic()));
    for (TopicPartition partition : work.assigned()) {
      if (promoted.test(partition.topic()) && !left.containsKey(partition)) {
        left.put(partition, offsets(work.states().get(partition)));
      }
    }
  }

  private static Long offsets(PartitionState state) {
    boolean known = state != null && state.copied() != null && state.sourceEnd() >= 0;
    return known
        ? Long.valueOf(Math.max(0, state.sourceEnd() - state.position().sourceOffset()))
        : null;
  }

  /** In the terms of {@code GET /v1/status}; null when there is nothing promoted. */
  public synchronized ReplicatorStatus.NotCopied status() {
    if (left.isEmpty()) {
      return null;
    }
    boolean known = left.values().stream().allMatch(Objects::nonNull);
    return new ReplicatorStatus.NotCopied(
        left.size(), known ? left.values().stream().mapToLong(Long::longValue).sum() : null);
  }
}
