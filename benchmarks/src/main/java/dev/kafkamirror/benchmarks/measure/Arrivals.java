package dev.kafkamirror.benchmarks.measure;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * What arrives of numbered records that are sent all the time: how old they are, how long a
 * partition waited for its next one, which are missing and which came twice. Times are in
 * nanoseconds of one clock.
 */
final class Arrivals {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final long[] next;
  private final long[] lastArrival;
  private final Histogram ages = new Histogram(LONGEST_NANOS, DIGITS);
  private long longestGap;
  private long repeated;
  private long missing;

  Arrivals(int partitions) {
    this.next = new long[partitions];
    this.lastArrival = new long[partitions];
    Arrays.fill(next, -1);
  }

  /** Forgets ages, gaps and counts; gaps that are open count from now. */
  synchronized void begin(long now) {
    ages.reset();
    longestGap = 0;
    repeated = 0;
    missing = 0;
    Arrays.fill(lastArrival, now);
  }

  /**
   * A record has come.
   *
   * @param number of the record in its partition
   */
  synchronized void arrived(int partition, long number, long sent, long now) {
    ages.recordValue(Math.clamp(now - sent, 0, LONGEST_NANOS));
    longestGap = Math.max(longestGap, now - lastArrival[partition]);
    lastArrival[partition] = now;
    if (next[partition] >= 0 && number < next[partition]) {
      repeated++;
      return;
    }
    if (next[partition] >= 0) {
      missing += number - next[partition];
    }
    next[partition] = number + 1;
  }

  /** Whether every partition has got the record of this number, or a later one. */
  synchronized boolean haveReached(long[] numbers) {
    for (int p = 0; p < next.length; p++) {
      if (next[p] <= numbers[p]) {
        return false;
      }
    }
    return true;
  }

  /** Longest time for which a partition had to wait, those included that still do. */
  synchronized long longestGap(long now) {
    long longest = longestGap;
    for (long last : lastArrival) {
      longest = Math.max(longest, now - last);
    }
    return longest;
  }

  synchronized Histogram ages() {
    return ages.copy();
  }

  /** Records that came although they, or later ones, had come before. */
  synchronized long repeated() {
    return repeated;
  }

  synchronized long missing() {
    return missing;
  }
}
