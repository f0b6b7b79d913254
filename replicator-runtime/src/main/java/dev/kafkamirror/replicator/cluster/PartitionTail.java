package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition as somebody reads it who follows it from a little before its end: a partition of a
 * record now and then, whose topic may not be there yet.
 */
public final class PartitionTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int WITHIN_MS = 10_000;

  /** How many offsets before the end the reading begins. */
  private static final long LOOK_BACK = 200;

  private final TopicPartition partition;
  private final Consumer<byte[], byte[]> consumer;
  private boolean found;

  public PartitionTail(ClientSettings cluster, String clientId, TopicPartition partition) {
    this.partition = partition;
    this.consumer =
        Clients.consumer(
            cluster,
            clientId,
            Map.of(
                // A log that is shorter than what was read is another one: begun anew.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                WITHIN_MS));
  }

  /**
   * What has come since the last call; nothing, after a pause, as long as the topic is not there.
   *
   * @param self the thread that reads, which may be closed meanwhile
   */
  public Iterable<ConsumerRecord<byte[], byte[]>> next(RetryingThread self)
      throws InterruptedException {
    found = found || seek();
    if (found) {
      return consumer.poll(POLL);
    }
    self.pause(LOOK_AGAIN);
    return List.of();
  }

  private boolean seek() {
    List<TopicPartition> partitions = List.of(partition);
    if (consumer.partitionsFor(partition.topic()).isEmpty()) {
      return false;
    }
    consumer.assign(partitions);
    long end = consumer.endOffsets(partitions).get(partition);
    long beginning = consumer.beginningOffsets(partitions).get(partition);
    consumer.seek(partition, Math.max(beginning, end - LOOK_BACK));
    return true;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
