package dev.kafkamirror.replicator.status;

import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Records and bytes per second over a sliding window, from the partitions' counters. A partition
 * that comes, leaves or begins to count anew neither adds nor takes what it counted elsewhere. Safe
 * for use by several threads.
 */
public final class Throughput {
  /**
   * The mean over the window, or over the time since the first observation while that is shorter.
   */
  public record Rates(double recordsPerSecond, double bytesPerSecond) {}

  private record Count(long records, long bytes) {
    /** What came on top of an earlier count; all of it where counting began anew. */
    Count since(Count earlier) {
      boolean anew = earlier == null || records < earlier.records || bytes < earlier.bytes;
      return anew ? this : new Count(records - earlier.records, bytes - earlier.bytes);
    }

    Count plus(Count other) {
      return new Count(records + other.records, bytes + other.bytes);
    }
  }

  private record Sample(long nanos, Count total) {}

  private final long windowNanos;
  private final LongSupplier nanoTime;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Map<TopicPartition, Count> last = Map.of();

  /**
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public Throughput(Duration window, LongSupplier nanoTime) {
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
    samples.add(new Sample(nanoTime.getAsLong(), new Count(0, 0)));
  }

  /** Takes the counters as they are now; to be called about every second. */
  public synchronized void observe(Map<TopicPartition, PartitionState> partitions) {
    Map<TopicPartition, Count> now = new HashMap<>();
    Count total = samples.getLast().total();
    for (Map.Entry<TopicPartition, PartitionState> e : partitions.entrySet()) {
      Count count = new Count(e.getValue().records(), e.getValue().bytes());
      now.put(e.getKey(), count);
      total = total.plus(count.since(last.get(e.getKey())));
    }
    last = now;
    samples.add(new Sample(nanoTime.getAsLong(), total));
    forgetOld();
  }

  /** The rates up to the last observation. */
  public synchronized Rates rates() {
    Sample first = samples.getFirst();
    Sample latest = samples.getLast();
    double seconds = (latest.nanos() - first.nanos()) / 1e9;
    if (seconds <= 0) {
      return new Rates(0, 0);
    }
    Count count = latest.total().since(first.total());
    return new Rates(count.records() / seconds, count.bytes() / seconds);
  }

  /** Keeps one sample that is as old as the window, to count from. */
  private void forgetOld() {
    long begin = samples.getLast().nanos() - windowNanos;
    Sample oldest = samples.removeFirst();
    while (samples.getFirst().nanos() <= begin) {
      oldest = samples.removeFirst();
    }
    samples.addFirst(oldest);
  }
}
