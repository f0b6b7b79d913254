package dev.kafkamirror.replicator.topic;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;

/** Which of a source topic's settings a new remote topic gets. */
final class RemoteTopicConfig {
  /**
   * Settings that belong to a cluster rather than to the data: MirrorMaker 2's list, with the names
   * that topics really use for the timestamp limits (KAFKA-20163 lists the brokers' names).
   */
  static final Set<String> EXCLUDED =
      Set.of(
          "follower.replication.throttled.replicas",
          "leader.replication.throttled.replicas",
          "message.timestamp.difference.max.ms",
          "message.timestamp.before.max.ms",
          "message.timestamp.after.max.ms",
          "message.timestamp.type",
          "unclean.leader.election.enable",
          "min.insync.replicas");

  private static final String COMPRESSION = "compression.type";

  private RemoteTopicConfig() {}

  /**
   * What the source's topic sets itself or its cluster sets dynamically. Where it sets no
   * compression, the remote topic keeps the producer's, whatever the target's default: batches are
   * copied as they are and a broker must not compress them anew.
   */
  static Map<String, String> of(Collection<ConfigEntry> source) {
    Map<String, String> config = new TreeMap<>();
    config.put(COMPRESSION, "producer");
    for (ConfigEntry entry : source) {
      if (isSet(entry) && !EXCLUDED.contains(entry.name())) {
        config.put(entry.name(), entry.value());
      }
    }
    return config;
  }

  /** Whether the target's brokers compress every batch anew that has another codec. */
  static boolean recompresses(Map<String, String> config) {
    return !"producer".equals(config.get(COMPRESSION));
  }

  private static boolean isSet(ConfigEntry entry) {
    boolean dynamic =
        entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG
            || entry.source() == ConfigSource.DYNAMIC_BROKER_CONFIG
            || entry.source() == ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG;
    return dynamic && !entry.isReadOnly() && !entry.isSensitive() && entry.value() != null;
  }
}
