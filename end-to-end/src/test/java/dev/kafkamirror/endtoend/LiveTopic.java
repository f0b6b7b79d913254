package dev.kafkamirror.endtoend;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Each partition of a source topic gets a record every few milliseconds, and a consumer of its
 * remote topic sees how long each partition of that waits for the next one.
 */
final class LiveTopic implements AutoCloseable {
  private static final int PERIOD_MS = 20;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Thread watcher = Thread.ofPlatform().name("watcher").unstarted(this::watch);
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private final long[] lastNanos;
  private long longestNanos;
  private final long[] arrived;
  private long sent;

  /**
   * @param topic a topic that is being mirrored
   */
  LiveTopic(KafkaCluster source, KafkaCluster target, String topic, int partitions) {
    this.topic = topic;
    this.lastNanos = new long[partitions];
    this.arrived = new long[partitions];
    this.producer =
        new KafkaProducer<>(
            source.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> config = new HashMap<>(target.clientConfig());
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition("east." + topic, p))
            .toList());
    Arrays.fill(lastNanos, System.nanoTime());
    watcher.start();
    var _ = clock.scheduleAtFixedRate(this::send, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void send() {
    for (int p = 0; p < lastNanos.length; p++, sent++) {
      byte[] value = ("record " + sent).getBytes(StandardCharsets.UTF_8);
      var _ =
          producer.send(
              new ProducerRecord<>(topic, p, null, value),
              (_, failure) -> {
                if (failure != null) {
                  refused.set(failure);
                }
              });
    }
  }

  private void watch() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          arrived(one.partition());
        }
      }
    } catch (WakeupException ended) {
      // By close().
    }
  }

  private synchronized void arrived(int partition) {
    long now = System.nanoTime();
    longestNanos = Math.max(longestNanos, now - lastNanos[partition]);
    lastNanos[partition] = now;
    arrived[partition]++;
  }

  private synchronized long[] arrived() {
    return arrived.clone();
  }

  /** Waits until so many more records have arrived in each partition. */
  void awaitMore(long records) {
    long[] before = arrived();
    await(records + " more of each partition of " + topic)
        .atMost(Mirrors.DEADLINE)
        .until(
            () -> {
              long[] now = arrived();
              return IntStream.range(0, now.length).allMatch(p -> now[p] >= before[p] + records);
            });
  }

  /** Longest time for which a partition waited for its next record since this was last asked. */
  synchronized Duration longestGap() {
    long now = System.nanoTime();
    for (long last : lastNanos) {
      longestNanos = Math.max(longestNanos, now - last);
    }
    Duration longest = Duration.ofNanos(longestNanos);
    longestNanos = 0;
    return longest;
  }

  /**
   * No more records come.
   *
   * @return how many were sent
   */
  long stop() {
    clock.close();
    producer.close();
    if (refused.get() != null) {
      throw new AssertionError("The source refused a record of " + topic, refused.get());
    }
    return sent;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
    consumer.wakeup();
    try {
      watcher.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
