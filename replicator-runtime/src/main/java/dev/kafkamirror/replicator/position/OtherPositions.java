package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other flows have copied into a cluster, read when it is asked for. For one thread. */
public final class OtherPositions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtherPositions.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration READ_WITHIN = Duration.ofSeconds(30);
  private static final int API_TIMEOUT_MS = 15_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, PositionView> views = new HashMap<>();

  public OtherPositions(ClientSettings cluster, String clientId) {
    this.consumer =
        Clients.consumer(
            cluster,
            clientId,
            Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_uncommitted",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MS));
  }

  /**
   * Reads the positions' topics of flows up to their present ends.
   *
   * @throws org.apache.kafka.common.KafkaException when they cannot be read
   */
  public void readToEnd(Set<String> topics) throws TimeoutException {
    views.keySet().retainAll(topics);
    topics.forEach(topic -> views.computeIfAbsent(topic, _ -> new PositionView()));
    List<TopicPartition> partitions = topics.stream().map(t -> new TopicPartition(t, 0)).toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer.poll(POLL).forEach(this::read);
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("Positions of other mirrors could not be read in time");
      }
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    try {
      views.get(record.topic()).read(record.key(), record.value());
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", ClusterErrors.message(e))
          .log("a record of {} cannot be read and is left out", record.topic());
    }
  }

  /** What flows have copied of a source partition of theirs, by their positions' topics. */
  public Collection<StoredPosition> latest(TopicPartition source) {
    return views.values().stream()
        .map(view -> view.latest(source))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whose turn it is to copy each topic, as one flow's positions' topic says. */
  public Terms terms(String positionsTopic) {
    PositionView view = views.get(positionsTopic);
    return view == null ? new Terms(Map.of()) : view.terms();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
