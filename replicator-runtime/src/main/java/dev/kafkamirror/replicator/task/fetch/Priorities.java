package dev.kafkamirror.replicator.task.fetch;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets partitions of higher priority go first: as long as one is behind, those of lower priority
 * are fetched once a second only, so that the memory is for the others and still nobody starves.
 * For one thread.
 */
final class Priorities {
  private static final long LOOK_AGAIN_MS = 100;
  private static final long LONGEST_YIELD_MS = 1_000;

  /** Priority of each partition that the source had more of when it was last fetched. */
  private final Map<SourcePartition, Integer> behind = new HashMap<>();

  private final TreeMap<Integer, Integer> count = new TreeMap<>();
  private final Map<SourcePartition, Long> yieldingSinceMs = new HashMap<>();

  /**
   * A partition was fetched.
   *
   * @param more whether the source has more of it
   */
  void fetched(SourcePartition partition, boolean more) {
    yieldingSinceMs.remove(partition);
    left(partition);
    if (more) {
      behind.put(partition, partition.priority());
      count.merge(partition.priority(), 1, Integer::sum);
    }
  }

  /** It is not fetched now: whatever it is behind, nobody waits for it. */
  void left(SourcePartition partition) {
    Integer before = behind.remove(partition);
    if (before != null) {
      count.computeIfPresent(before, (_, n) -> n == 1 ? null : n - 1);
    }
  }

  /** It is gone. */
  void removed(SourcePartition partition) {
    left(partition);
    yieldingSinceMs.remove(partition);
  }

  /** How long a partition should let others go first, ms; then it is to be looked at again. */
  long yieldMs(SourcePartition partition, long nowMs) {
    if (count.isEmpty() || count.lastKey() <= partition.priority()) {
      yieldingSinceMs.remove(partition);
      return 0;
    }
    long since = yieldingSinceMs.computeIfAbsent(partition, _ -> nowMs);
    return Math.clamp(since + LONGEST_YIELD_MS - nowMs, 0, LOOK_AGAIN_MS);
  }
}
