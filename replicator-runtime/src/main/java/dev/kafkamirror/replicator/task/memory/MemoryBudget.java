package dev.kafkamirror.replicator.task.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a task may hold in fetched bytes. One half goes to whoever needs it, up to a limit for each
 * partition; the other half is divided evenly, so that however many partitions are stuck, each of
 * the others goes on with its own part.
 */
public final class MemoryBudget {
  private final long total;
  private final int mostPerPartition;
  private final AtomicLong held = new AtomicLong();
  private volatile int partitions = 1;

  public MemoryBudget(long total, int mostPerPartition) {
    this.total = total;
    this.mostPerPartition = mostPerPartition;
  }

  /** How many partitions there are to divide among. */
  public void partitions(int number) {
    partitions = Math.max(1, number);
  }

  void hold(long bytes) {
    held.addAndGet(bytes);
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  public long held() {
    return held.get();
  }

  public long free() {
    return Math.max(0, total - held.get());
  }

  /** Whether less than half is free. */
  boolean isTight() {
    return free() < total / 2;
  }

  /** How many more bytes a partition may take in; not positive when none. */
  public long room(long heldByPartition) {
    return most() - heldByPartition;
  }

  /** Whether one that had no room may go on: not for a few bytes at a time. */
  public boolean hasRoomAgain(long heldByPartition) {
    return heldByPartition <= most() / 2;
  }

  private long most() {
    long common = Math.min(mostPerPartition, total / 2 - held.get());
    long own = total / 2 / partitions;
    return Math.max(common, own);
  }
}
