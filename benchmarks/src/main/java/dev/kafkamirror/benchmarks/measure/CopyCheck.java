package dev.kafkamirror.benchmarks.measure;

import dev.kafkamirror.benchmarks.data.SourceTopic;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks that a copy has as many records as it should. Of a source without gaps, the last record of
 * each partition must have the same offset, key, value and timestamp on both sides: a record lost
 * or repeated shifts all that follow; so the copy need not be complete. Another source is copied to
 * its end, and the records of each partition are counted.
 */
public final class CopyCheck {
  private static final Duration END_DEADLINE = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> source;
  private final Map<String, Object> target;
  private final SourceTopic topic;

  /**
   * @param source client properties
   * @param target client properties
   */
  public CopyCheck(Map<String, Object> source, Map<String, Object> target, SourceTopic topic) {
    this.source = source;
    this.target = target;
    this.topic = topic;
  }

  /** Where the copy must be complete to be checked, waits until it is. */
  public void awaitEnd(RunningSystem system, Supplier<Map<TopicPartition, Long>> ends) {
    long end = System.nanoTime() + END_DEADLINE.toNanos();
    while (!topic.gapless() && sum(ends.get()) < topic.total() && System.nanoTime() < end) {
      system.mustRun();
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private static long sum(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * @param ends of the remote topic's partitions, which nobody writes any more
   * @throws IllegalStateException that names the first difference
   */
  public void mustBeComplete(String remote, Map<TopicPartition, Long> ends) {
    if (!topic.gapless()) {
      ends.forEach(
          (partition, end) -> {
            long expected = topic.records().get(partition.partition());
            if (end != expected) {
              throw new IllegalStateException(
                  "%s has %,d records, %,d were to be copied".formatted(partition, end, expected));
            }
          });
      return;
    }
    try (var from = consumer(source);
        var to = consumer(target)) {
      ends.forEach((partition, end) -> compareLast(remote, from, to, partition.partition(), end));
    }
  }

  private void compareLast(
      String remote,
      KafkaConsumer<byte[], byte[]> from,
      KafkaConsumer<byte[], byte[]> to,
      int partition,
      long end) {
    if (end == 0) {
      return;
    }
    var expected = read(from, new TopicPartition(topic.name(), partition), end - 1);
    var found = read(to, new TopicPartition(remote, partition), end - 1);
    if (!equal(expected, found)) {
      throw new IllegalStateException(
          "%s-%d has another record at offset %,d than %s: records were lost or repeated"
              .formatted(remote, partition, end - 1, topic.name()));
    }
  }

  private static boolean equal(ConsumerRecord<byte[], byte[]> a, ConsumerRecord<byte[], byte[]> b) {
    return a.offset() == b.offset()
        && a.timestamp() == b.timestamp()
        && Arrays.equals(a.key(), b.key())
        && Arrays.equals(a.value(), b.value());
  }

  private static ConsumerRecord<byte[], byte[]> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      var records = consumer.poll(POLL).records(partition);
      if (!records.isEmpty()) {
        return records.getFirst();
      }
    }
    throw new IllegalStateException("no record of " + partition + " from offset " + offset + " on");
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("auto.offset.reset", "none");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
