package dev.kafkamirror.replicator.fleet.group;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this process may still write to the partitions that the group gave it. The group takes
 * them away when it has not heard of the process for the session timeout, or when the process does
 * not take part in a rebalance in time; by its own monotonic clock the process stops earlier.
 */
public final class Lease {
  /** The brokers' default lower bound, so that a lost pod is replaced soon. */
  static final Duration SESSION = Duration.ofSeconds(6);

  /** How long the group waits for a member in a rebalance. */
  public static final Duration REBALANCE = Duration.ofSeconds(3);

  /** For answers that were under way, and for noticing them late. */
  private static final Duration MARGIN = Duration.ofMillis(1_500);

  private static final Duration POLL_MARGIN = Duration.ofMillis(500);

  private final LongSupplier nanoTime;
  private long lastContact;
  private long lastPoll;

  public Lease(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastContact = nanoTime.getAsLong();
    this.lastPoll = lastContact;
  }

  /** The group's coordinator has answered. */
  public synchronized void heard() {
    lastContact = nanoTime.getAsLong();
  }

  /** The thread that takes part in rebalances is alive. */
  synchronized void polled() {
    lastPoll = nanoTime.getAsLong();
  }

  public synchronized boolean valid() {
    long now = nanoTime.getAsLong();
    return now - lastContact < SESSION.minus(MARGIN).toNanos()
        && now - lastPoll < REBALANCE.minus(POLL_MARGIN).toNanos();
  }
}
