package dev.kafkamirror.replicator.task;

import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts, with a fifth of chance so that many do not retry at once.
 *
 * @param firstMs pause after the first failure
 * @param mostMs longest pause
 */
public record Backoff(long firstMs, long mostMs) {
  private static final int DOUBLINGS = 20;

  /**
   * The pause before the next attempt, ms.
   *
   * @param failures failures in a row, at least 1
   */
  public long pauseMs(int failures, RandomGenerator random) {
    long pause = Math.min(firstMs << Math.min(failures - 1, DOUBLINGS), mostMs);
    return pause - random.nextLong(pause / 5 + 1);
  }
}
