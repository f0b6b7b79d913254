package dev.kafkamirror.replicator.task;

import java.time.Duration;

/**
 * How much a task may hold and how long it may wait.
 *
 * @param memoryBytes fetched bytes that the task may hold until the target has acknowledged them
 * @param partitionBytes of these, what one partition may hold at most
 * @param fetchBytes most bytes of one fetch response; a single larger batch still comes through
 * @param requestBytes most bytes of one produce request; a single larger batch still goes through
 * @param targetConnections connections to each broker of the target
 * @param settleTimeout how long {@link CopyTask#release} waits for batches whose fate is unknown
 */
public record TaskLimits(
    long memoryBytes,
    int partitionBytes,
    int fetchBytes,
    int requestBytes,
    int targetConnections,
    Duration settleTimeout) {

  private static final int MIB = 1 << 20;

  /** What a task of this process runs with. */
  public static TaskLimits defaults() {
    return forHeap(Runtime.getRuntime().maxMemory());
  }

  /**
   * What a task runs with in a heap of this size: an eighth of it, as there may be a few tasks, and
   * as much as keeps a line of 80 ms busy if there is enough.
   */
  static TaskLimits forHeap(long heapBytes) {
    long memory = Math.clamp(heapBytes / 8, 16L * MIB, 64L * MIB);
    int eighth = (int) (memory / 8);
    return new TaskLimits(
        memory, eighth, eighth, Math.min(eighth, 4 * MIB), 2, Duration.ofMinutes(2));
  }
}
