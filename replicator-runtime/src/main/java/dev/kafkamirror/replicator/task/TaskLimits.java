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

  /** What a task runs with when nothing else is said. */
  public static TaskLimits defaults() {
    return new TaskLimits(64L * MIB, 8 * MIB, 8 * MIB, 4 * MIB, 2, Duration.ofMinutes(2));
  }
}
