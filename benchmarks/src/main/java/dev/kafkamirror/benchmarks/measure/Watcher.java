package dev.kafkamirror.benchmarks.measure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that sees the records of a {@link LiveLoad} come, from those on that are sent now. */
public final class Watcher implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> client;
  private final List<TopicPartition> partitions;
  private final Arrivals arrivals;
  private final Thread thread;
  private volatile boolean closed;
  private volatile RuntimeException failure;

  private Watcher(Map<String, Object> client, String topic, int partitions) {
    this.client = client;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    this.arrivals = new Arrivals(partitions);
    this.thread = Thread.ofPlatform().name("watch-" + topic).unstarted(this::follow);
  }

  /**
   * @param client properties of the cluster
   * @param topic one that is there
   */
  public static Watcher start(Map<String, Object> client, String topic, int partitions) {
    Watcher watcher = new Watcher(client, topic, partitions);
    watcher.thread.start();
    return watcher;
  }

  /** From now on it counts. */
  public void begin() {
    arrivals.begin(System.nanoTime());
  }

  /** Of records that came since the beginning: nanoseconds from when each was due. */
  public Histogram ages() {
    check();
    return arrivals.ages();
  }

  /** Longest wait of any partition for its next record since the beginning. */
  public double longestGapSeconds() {
    check();
    return arrivals.longestGap(System.nanoTime()) / 1e9;
  }

  public long repeated() {
    return arrivals.repeated();
  }

  public long missing() {
    return arrivals.missing();
  }

  /** Whether every partition has got what was sent before, of which these are the next numbers. */
  boolean hasAllBefore(long[] next) {
    check();
    long[] last = next.clone();
    for (int p = 0; p < last.length; p++) {
      last[p]--;
    }
    return arrivals.haveReached(last);
  }

  private void follow() {
    Map<String, Object> config = new HashMap<>(client);
    config.put("fetch.min.bytes", 1);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          ByteBuffer value = ByteBuffer.wrap(record.value());
          arrivals.arrived(record.partition(), value.getLong(), value.getLong(), System.nanoTime());
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("the consumer failed", failure);
    }
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
