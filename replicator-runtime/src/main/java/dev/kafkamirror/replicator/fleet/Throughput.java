package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.task.PartitionState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Rates over the last seconds, from counters that vanish and start anew as partitions move. */
final class Throughput {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private record Sample(long nanos, long records, long bytes) {}

  private record Counters(long records, long bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private Map<TopicPartition, Counters> last = Map.of();
  private long records;
  private long bytes;

  /** Takes up the counters of every partition as they are at this time. */
  synchronized void sample(Map<TopicPartition, PartitionState> states, long nanos) {
    Map<TopicPartition, Counters> next = new HashMap<>();
    states.forEach(
        (partition, state) -> {
          Counters now = new Counters(state.records(), state.bytes());
          Counters before = last.getOrDefault(partition, new Counters(0, 0));
          boolean again = now.records() < before.records();
          records += again ? now.records() : now.records() - before.records();
          bytes += again ? now.bytes() : Math.max(0, now.bytes() - before.bytes());
          next.put(partition, now);
        });
    last = next;
    samples.addLast(new Sample(nanos, records, bytes));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  synchronized double recordsPerSecond() {
    return samples.size() < 2
        ? 0
        : perSecond(samples.getLast().records() - samples.getFirst().records());
  }

  synchronized double bytesPerSecond() {
    return samples.size() < 2
        ? 0
        : perSecond(samples.getLast().bytes() - samples.getFirst().bytes());
  }

  private double perSecond(long count) {
    long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
    return nanos <= 0 ? 0 : count * 1e9 / nanos;
  }
}
