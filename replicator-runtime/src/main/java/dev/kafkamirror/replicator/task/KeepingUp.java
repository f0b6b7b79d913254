package dev.kafkamirror.replicator.task;

/**
 * Tells whether a partition keeps up with its source: whether what the source had some seconds ago
 * is acknowledged. A busy partition that keeps up is never quite at the end.
 */
final class KeepingUp {
  private static final long PATIENCE_MS = 10_000;

  private long mark = -1;
  private long markedAtMs;

  /**
   * @param copiedTo source offset up to which everything is acknowledged
   * @param sourceEnd of the last fetch
   * @return whether it is behind for longer than one should be
   */
  boolean isBehind(long copiedTo, long sourceEnd, long nowMs) {
    if (mark < 0 || copiedTo >= mark) {
      mark = sourceEnd;
      markedAtMs = nowMs;
    }
    return copiedTo < mark && nowMs - markedAtMs >= PATIENCE_MS;
  }
}
