package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads MirrorMaker 2's own topics of a flow as they stand. Each method reads a whole topic and
 * throws {@link org.apache.kafka.common.KafkaException} when it can't.
 */
public final class MirrorMakerReading {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int API_TIMEOUT_MS = 20_000;

  private final FlowSettings settings;
  private final MirrorMakerNames names;

  public MirrorMakerReading(FlowSettings settings) {
    this.settings = settings;
    this.names = MirrorMakerNames.of(settings);
  }

  /**
   * The source partitions that the connector copies as long as its workers run.
   *
   * @throws IllegalStateException when there is no topic with its configuration
   */
  public Set<TopicPartition> tasks() {
    Map<String, byte[]> configs = new HashMap<>();
    boolean there =
        read(
            settings.target(),
            names.configsTopic(),
            r -> configs.put(new String(r.key(), StandardCharsets.UTF_8), r.value()));
    if (!there) {
      throw new IllegalStateException(
          "Group %s of MirrorMaker 2 has members, but its configs topic %s is not there: correct takeOver.connect"
              .formatted(names.groupId(), names.configsTopic()));
    }
    return ConnectorTasks.partitions(configs, names.connector());
  }

  /** Source offsets of the last records that the connector remembers to have copied. */
  public Map<TopicPartition, Long> lastCopied() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    read(
        settings.target(),
        names.offsetsTopic(),
        r ->
            SourceOffsetFormat.readKey(r.key())
                .filter(key -> key.connector().equals(names.connector()))
                .filter(key -> key.cluster().equals(names.sourceAlias()))
                .ifPresent(
                    key -> {
                      OptionalLong offset = SourceOffsetFormat.readValue(r.value());
                      if (offset.isPresent()) {
                        offsets.put(key.partition(), offset.getAsLong());
                      } else {
                        offsets.remove(key.partition());
                      }
                    }));
    return offsets;
  }

  /** How far it copied each partition that it says anything of. */
  public Map<TopicPartition, MirrorMakerPosition> positions() {
    Map<TopicPartition, MirrorMakerPosition> positions = new HashMap<>();
    lastCopied()
        .forEach(
            (partition, offset) ->
                positions.put(
                    partition,
                    new MirrorMakerPosition(
                        OptionalLong.of(offset), MirrorMakerPosition.UNKNOWN.syncs())));
    syncs()
        .forEach(
            (partition, syncs) ->
                positions.merge(
                    partition,
                    new MirrorMakerPosition(OptionalLong.empty(), syncs.records()),
                    (offset, sync) -> new MirrorMakerPosition(offset.lastCopied(), sync.syncs())));
    return positions;
  }

  private Map<TopicPartition, OffsetSyncs> syncs() {
    TopicNaming naming = TopicNaming.of(settings);
    Map<TopicPartition, OffsetSyncs> all =
        syncs(settings.source(), naming.offsetSyncsTopicOnSource());
    syncs(settings.target(), naming.offsetSyncsTopic())
        .forEach((partition, syncs) -> all.merge(partition, syncs, OffsetSyncs::newer));
    return all;
  }

  private static Map<TopicPartition, OffsetSyncs> syncs(ClientSettings cluster, String topic) {
    Map<TopicPartition, OffsetSyncs> all = new HashMap<>();
    read(
        cluster,
        topic,
        r ->
            all.compute(
                OffsetSyncFormat.readKey(r.key()),
                (_, syncs) ->
                    (syncs == null ? OffsetSyncs.NONE : syncs)
                        .and(OffsetSyncFormat.readValue(r.value()), r.timestamp())));
    return all;
  }

  /**
   * Reads a topic to where it ends now: what is committed.
   *
   * @return whether there is such a topic
   */
  private static boolean read(
      ClientSettings cluster, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            API_TIMEOUT_MS);
    try (var consumer = Clients.consumer(cluster, "mirror-maker-reading", needed)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(reader);
      }
      return !partitions.isEmpty();
    }
  }
}
