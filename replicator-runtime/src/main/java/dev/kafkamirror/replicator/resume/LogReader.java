package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads stretches of many partitions of one cluster at once. For one thread. */
final class LogReader implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> reading = new HashSet<>();

  LogReader(ClientSettings cluster, IsolationLevel isolation, String clientId) {
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation.name().toLowerCase(Locale.ROOT),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            100,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            16 << 20,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000);
    this.consumer = Clients.consumer(cluster, clientId, needed);
  }

  /** Reads partitions from these offsets on, also such as it reads already. */
  void read(Map<TopicPartition, Long> from) {
    if (reading.addAll(from.keySet())) {
      consumer.assign(reading);
    }
    from.forEach(consumer::seek);
  }

  void stop(Collection<TopicPartition> partitions) {
    if (reading.removeAll(partitions)) {
      consumer.assign(reading);
    }
  }

  boolean isIdle() {
    return reading.isEmpty();
  }

  Set<TopicPartition> reading() {
    return Set.copyOf(reading);
  }

  /** Waits for records at most so long. */
  Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    return reading.isEmpty() ? List.of() : consumer.poll(wait);
  }

  /** Next offset of a partition, behind markers too. */
  long position(TopicPartition partition) {
    return consumer.position(partition);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
