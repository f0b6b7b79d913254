package dev.kafkamirror.replicator.task.measure;

import java.util.function.LongSupplier;

/**
 * Measures one partition as MirrorMaker 2 does. It looks at each record; here a batch is one look:
 * its first and its largest timestamp are in its header, and the records between count as if they
 * were spread evenly. The fetching loop and the producing one each have a half of it.
 */
public final class PartitionMeter {
  private final LongSupplier wallClock;
  private final Recent ages = new Recent();
  private final Recent latencies = new Recent();
  private final Recent records = new Recent();
  private final Recent bytes = new Recent();

  /**
   * @param wallClock ms
   */
  public PartitionMeter(LongSupplier wallClock) {
    this.wallClock = wallClock;
  }

  /**
   * A batch was fetched.
   *
   * @param count its records
   * @param first timestamp of its first record, -1 for none
   * @param last its largest timestamp, -1 for none
   */
  public void fetched(int count, long first, long last) {
    add(ages, count, first, last, wallClock.getAsLong());
  }

  /**
   * The target has a batch.
   *
   * @param size its bytes; else as in {@link #fetched}
   */
  public void replicated(int count, int size, long first, long last) {
    long nowMs = wallClock.getAsLong();
    records.add(count, nowMs);
    bytes.add(size, nowMs);
    add(latencies, count, first, last, nowMs);
  }

  private static void add(Recent ages, int count, long first, long last, long nowMs) {
    if (first >= 0 && last >= 0) {
      long youngest = nowMs - Math.max(first, last);
      long oldest = nowMs - Math.min(first, last);
      ages.add(count, count * (youngest + oldest) / 2, youngest, oldest, nowMs);
    }
  }

  /** What there was until now. */
  public PartitionMeasures measures() {
    long nowMs = wallClock.getAsLong();
    return new PartitionMeasures(
        ages.summary(nowMs),
        latencies.summary(nowMs),
        records.summary(nowMs),
        bytes.summary(nowMs));
  }
}
