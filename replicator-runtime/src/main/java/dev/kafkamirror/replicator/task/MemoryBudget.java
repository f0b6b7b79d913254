package dev.kafkamirror.replicator.task;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a task may hold in fetched bytes. A partition may hold as much as is free, so that however
 * many partitions are stuck, some room is left for the next (dynamic thresholds, as in a switch's
 * shared buffer).
 */
final class MemoryBudget {
  private final long total;
  private final int mostPerPartition;
  private final AtomicLong held = new AtomicLong();

  MemoryBudget(long total, int mostPerPartition) {
    this.total = total;
    this.mostPerPartition = mostPerPartition;
  }

  void hold(long bytes) {
    held.addAndGet(bytes);
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }

  long free() {
    return Math.max(0, total - held.get());
  }

  /** Whether less than half is free. */
  boolean isTight() {
    return free() < total / 2;
  }

  /** How many more bytes a partition may take in; not positive when none. */
  long room(long heldByPartition) {
    return Math.min(mostPerPartition, free()) - heldByPartition;
  }
}
