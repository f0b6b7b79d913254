package dev.kafkamirror.benchmarks.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks that a copy has as many records as it should: of a source without gaps, the last record of
 * each partition must have the same offset, key, value and timestamp on both sides. A record lost
 * or repeated shifts all that follow.
 */
public final class LastRecords {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> source;
  private final Map<String, Object> target;

  /**
   * @param source client properties
   * @param target client properties
   */
  public LastRecords(Map<String, Object> source, Map<String, Object> target) {
    this.source = source;
    this.target = target;
  }

  /**
   * @param ends of the remote topic's partitions
   * @throws IllegalStateException that names the first difference
   */
  public void mustBeEqual(String topic, String remote, Map<TopicPartition, Long> ends) {
    try (var from = consumer(source);
        var to = consumer(target)) {
      ends.forEach(
          (partition, end) -> {
            if (end > 0) {
              long last = end - 1;
              ConsumerRecord<byte[], byte[]> expected =
                  read(from, new TopicPartition(topic, partition.partition()), last);
              ConsumerRecord<byte[], byte[]> found =
                  read(to, new TopicPartition(remote, partition.partition()), last);
              if (!equal(expected, found)) {
                throw new IllegalStateException(
                    "%s has another record at offset %d than %s: records were lost or repeated"
                        .formatted(partition, last, topic));
              }
            }
          });
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
    consumer.assign(java.util.List.of(partition));
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
