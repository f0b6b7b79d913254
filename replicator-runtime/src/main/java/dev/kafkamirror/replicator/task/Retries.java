package dev.kafkamirror.replicator.task;

import java.util.random.RandomGenerator;

/** How often something has failed in a row, and when it is tried again. For one thread. */
public final class Retries {
  private final Backoff backoff;
  private final RandomGenerator random;
  private int failures;
  private long retryAtMs;

  public Retries(Backoff backoff, RandomGenerator random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * It failed once more.
   *
   * @param nowMs monotonic time
   */
  public void failed(long nowMs) {
    failures++;
    retryAtMs = nowMs + backoff.pauseMs(failures, random);
  }

  /** It works: the next failure is the first one again. */
  public void succeeded() {
    failures = 0;
  }

  /** How long it must rest, ms; 0 when it need not. */
  public long restMs(long nowMs) {
    return failures == 0 ? 0 : Math.max(0, retryAtMs - nowMs);
  }
}
