package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/** Reads the positions of a flow once, for commands that look at a mirror from outside. */
public final class PositionReading {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int API_TIMEOUT_MS = 10_000;

  private PositionReading() {}

  /**
   * Every position as it stands now, by source partition; none when there is no positions topic.
   *
   * @throws org.apache.kafka.common.KafkaException when the target cannot be read, or a newer
   *     engine wrote the positions
   */
  public static Map<TopicPartition, StoredPosition> read(FlowSettings settings) {
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_uncommitted",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            API_TIMEOUT_MS);
    PositionView view = new PositionView();
    Set<TopicPartition> sources = new HashSet<>();
    try (var consumer = Clients.consumer(settings.target(), "positions-reading", needed)) {
      if (!consumer.partitionsFor(settings.positionsTopic()).isEmpty()) {
        TopicPartition only = new TopicPartition(settings.positionsTopic(), 0);
        consumer.assign(List.of(only));
        consumer.seekToBeginning(List.of(only));
        long end = consumer.endOffsets(List.of(only)).get(only);
        while (consumer.position(only) < end) {
          consumer.poll(POLL).forEach(r -> sources.add(view.read(r.key(), r.value())));
        }
      }
    }
    sources.remove(Positions.FLOW_STARTED);
    Map<TopicPartition, StoredPosition> positions = new HashMap<>();
    sources.forEach(p -> view.latest(p).ifPresent(latest -> positions.put(p, latest)));
    return positions;
  }
}
