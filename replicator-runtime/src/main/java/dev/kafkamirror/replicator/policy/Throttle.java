package dev.kafkamirror.replicator.policy;

/**
 * Paces bytes that come in pieces whose size is known only when they are there: what was taken too
 * much is waited for before the next piece, so that the mean keeps to the limit however large they
 * are. What was not used within a second is gone. For one thread.
 */
public final class Throttle {
  private static final double MS = 1_000;

  private Long bytesPerSecond;

  /** Bytes that may be taken at {@code atMs}; below zero what was taken too much. */
  private double balance;

  private long atMs;

  /**
   * Sets the limit.
   *
   * @param limit bytes per second, null for none
   * @param nowMs monotonic
   */
  public void limit(Long limit, long nowMs) {
    if (bytesPerSecond == null) {
      balance = 0;
      atMs = nowMs;
    } else {
      refill(nowMs);
    }
    bytesPerSecond = limit;
  }

  /** These bytes came. */
  public void take(long bytes, long nowMs) {
    if (bytesPerSecond != null) {
      refill(nowMs);
      balance -= bytes;
    }
  }

  /** How long nothing more may be taken, ms; 0 when something may. */
  public long waitMs(long nowMs) {
    if (bytesPerSecond == null) {
      return 0;
    }
    refill(nowMs);
    return balance >= 0 ? 0 : (long) Math.ceil(-balance * MS / bytesPerSecond);
  }

  /** How many bytes a single piece should have at most, so that waits stay short. */
  public long most() {
    return bytesPerSecond == null ? Long.MAX_VALUE : bytesPerSecond;
  }

  private void refill(long nowMs) {
    balance = Math.min(bytesPerSecond, balance + (nowMs - atMs) * bytesPerSecond / MS);
    atMs = nowMs;
  }
}
