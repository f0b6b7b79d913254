package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How much each partition of this pod is copied, in classes that are twice as much as the one
 * before: precise enough to share work by, and equal for most neighbours, so that they travel in
 * few bytes. Class 0 is less than 4 KiB/s, class n from 2<sup>n+1</sup> KiB/s on. Means over
 * minutes: a burst is no reason to move anything. Safe for use by several threads.
 */
public final class Load {
  static final int CLASSES = 24;
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final double CLASS_1 = 4096;

  private record Rate(double bytesPerSecond, long bytes) {}

  private final LongSupplier nanoTime;
  private Map<TopicPartition, Rate> rates = new HashMap<>();
  private long windowStart;

  /**
   * @param nanoTime monotonic clock
   */
  public Load(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  /** Takes the counters as they are now; every minute they count. */
  public synchronized void observe(Map<TopicPartition, PartitionState> partitions) {
    long now = nanoTime.getAsLong();
    if (now - windowStart < WINDOW_NANOS) {
      return;
    }
    double seconds = (now - windowStart) / 1e9;
    windowStart = now;
    Map<TopicPartition, Rate> next = new HashMap<>();
    partitions.forEach(
        (partition, state) ->
            next.put(partition, next(rates.get(partition), state.bytes(), seconds)));
    rates = next;
  }

  private static Rate next(Rate before, long bytes, double seconds) {
    if (before == null || bytes < before.bytes) {
      return new Rate(bytes / seconds, bytes);
    }
    double latest = (bytes - before.bytes) / seconds;
    return new Rate((before.bytesPerSecond + latest) / 2, bytes);
  }

  /** The class of a partition, 0 while nothing is known. */
  public synchronized int of(TopicPartition partition) {
    Rate rate = rates.get(partition);
    return rate == null ? 0 : classOf(rate.bytesPerSecond);
  }

  static int classOf(double bytesPerSecond) {
    return bytesPerSecond < CLASS_1
        ? 0
        : Math.min(CLASSES - 1, 1 + Math.getExponent(bytesPerSecond / CLASS_1));
  }

  /** What a class weighs: a partition weighs a little even when it has nothing to copy. */
  static long weight(int loadClass) {
    return 1L << loadClass;
  }

  /** So much is not worth moving a partition for: about 1 MiB/s. */
  static final long LITTLE = 1L << 9;
}
