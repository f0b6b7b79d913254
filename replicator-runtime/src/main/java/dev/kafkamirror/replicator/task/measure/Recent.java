package dev.kafkamirror.replicator.task.measure;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The values of the last half minute to a minute, as Kafka's clients keep theirs: two samples of 30
 * s, of which the older one is forgotten when another begins. One thread adds, without a lock and
 * without making anything; any thread may ask.
 */
public final class Recent {
  static final long SAMPLE_MS = 30_000;
  private static final long NEVER = Long.MIN_VALUE / 2;

  // Of each sample; the second one's cells follow those of the first.
  private static final int START = 0;
  private static final int COUNT = 1;
  private static final int SUM = 2;
  private static final int LEAST = 3;
  private static final int LARGEST = 4;
  private static final int SAMPLE = 5;

  // Of all time.
  private static final int LAST = 2 * SAMPLE;
  private static final int ALL_COUNT = LAST + 1;
  private static final int ALL_SUM = LAST + 2;

  private final AtomicLongArray cells = new AtomicLongArray(ALL_SUM + 1);

  /** The sample that is added to; only for the thread that adds. */
  private int current;

  public Recent() {
    cells.set(START, NEVER);
    cells.set(SAMPLE + START, NEVER);
  }

  /**
   * The values as they were lately; NaN is what is not known because there were none.
   *
   * @param perSecond how many values there were, a second
   * @param sumPerSecond what they add up to, a second
   * @param last the latest value there ever was
   * @param count how many there ever were
   * @param sum what these add up to
   */
  public record Summary(
      double perSecond,
      double sumPerSecond,
      double mean,
      double least,
      double largest,
      double last,
      long count,
      long sum) {

    /** Of nothing. */
    public static final Summary NONE =
        new Summary(0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0);
  }

  /** Adds one value. */
  public void add(long value, long nowMs) {
    add(1, value, value, value, nowMs);
  }

  /**
   * Adds several values at once, of which the least is the latest.
   *
   * @param sum what they add up to
   */
  public void add(long count, long sum, long least, long largest, long nowMs) {
    if (nowMs - cells.getPlain(current + START) >= SAMPLE_MS) {
      begin(SAMPLE - current, nowMs);
    }
    plus(current + COUNT, count);
    plus(current + SUM, sum);
    cells.setOpaque(current + LEAST, Math.min(least, cells.getPlain(current + LEAST)));
    cells.setOpaque(current + LARGEST, Math.max(largest, cells.getPlain(current + LARGEST)));
    cells.setOpaque(LAST, least);
    plus(ALL_COUNT, count);
    plus(ALL_SUM, sum);
  }

  /** The sample is too old to be asked for: nobody reads it until it has its new start. */
  private void begin(int sample, long nowMs) {
    current = sample;
    cells.setOpaque(sample + COUNT, 0);
    cells.setOpaque(sample + SUM, 0);
    cells.setOpaque(sample + LEAST, Long.MAX_VALUE);
    cells.setOpaque(sample + LARGEST, Long.MIN_VALUE);
    cells.setRelease(sample + START, nowMs);
  }

  private void plus(int cell, long more) {
    cells.setOpaque(cell, cells.getPlain(cell) + more);
  }

  /**
   * What there was.
   *
   * @param nowMs by the same clock as the values
   */
  public Summary summary(long nowMs) {
    long count = 0;
    long sum = 0;
    long least = Long.MAX_VALUE;
    long largest = Long.MIN_VALUE;
    long since = nowMs - SAMPLE_MS;
    for (int sample = 0; sample <= SAMPLE; sample += SAMPLE) {
      long start = cells.getAcquire(sample + START);
      if (nowMs - start < 2 * SAMPLE_MS) {
        since = Math.min(since, start);
        count += cells.getOpaque(sample + COUNT);
        sum += cells.getOpaque(sample + SUM);
        least = Math.min(least, cells.getOpaque(sample + LEAST));
        largest = Math.max(largest, cells.getOpaque(sample + LARGEST));
      }
    }
    double seconds = (nowMs - since) / 1e3;
    boolean none = count == 0;
    long all = cells.getOpaque(ALL_COUNT);
    return new Summary(
        count / seconds,
        sum / seconds,
        none ? Double.NaN : (double) sum / count,
        none ? Double.NaN : least,
        none ? Double.NaN : largest,
        all == 0 ? Double.NaN : cells.getOpaque(LAST),
        all,
        cells.getOpaque(ALL_SUM));
  }
}
