package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.DefaultsFrom;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/**
 * Which of a source topic's properties its remote topic gets. The rules are those of MirrorMaker
 * 2's {@code DefaultConfigPropertyFilter}, except that a property which only the source's brokers'
 * own files set counts as left at its default: removing it from the topic reaches the target.
 */
final class RemoteTopicConfig {
  static final String COMPRESSION = "compression.type";

  /** Brokers of one cluster, by their ids, while partitions move. */
  private static final Set<String> NEVER =
      Set.of("follower.replication.throttled.replicas", "leader.replication.throttled.replicas");

  private final ConfigSyncSpec spec;
  private final List<Pattern> exclude;
  private final Predicate<String> synced;

  /** Whether what the source leaves at its default is set to it. */
  private final Predicate<String> sourceDefault;

  /**
   * @param spec with all defaults filled in
   */
  RemoteTopicConfig(ConfigSyncSpec spec, Plugins plugins) {
    this.spec = spec;
    this.synced = name -> plugins.properties().map(filter -> filter.isSynced(name)).orElse(true);
    this.sourceDefault =
        name ->
            plugins
                .properties()
                .map(filter -> filter.isSourceDefaultSet(name))
                .orElse(spec.defaultsFrom() == DefaultsFrom.Source);
    this.exclude = spec.exclude().stream().map(Pattern::compile).toList();
  }

  /**
   * What a new remote topic is created with. Where the source's topic sets no compression, the
   * remote topic keeps the producer's, whatever the target's default: batches are copied as they
   * are and a broker must not compress them anew.
   */
  Map<String, String> ofNewTopic(Collection<ConfigEntry> source) {
    Map<String, String> config = new TreeMap<>();
    config.put(COMPRESSION, "producer");
    if (spec.mode() != Mode.Disabled) {
      source.stream()
          .filter(this::isSynced)
          .filter(entry -> isSet(entry) || isDefaultThatCounts(entry))
          .forEach(entry -> config.put(entry.name(), entry.value()));
    }
    return config;
  }

  /** What makes a remote topic that exists equal to what a new one would be; empty when it is. */
  List<AlterConfigOp> changes(Collection<ConfigEntry> source, Collection<ConfigEntry> target) {
    Map<String, ConfigEntry> present = new HashMap<>();
    target.forEach(entry -> present.put(entry.name(), entry));
    List<AlterConfigOp> changes = new ArrayList<>();
    for (ConfigEntry entry : source) {
      ConfigEntry there = present.get(entry.name());
      if (!isSynced(entry)) {
        continue;
      }
      if (isSet(entry)) {
        set(entry.name(), entry.value(), there, changes);
      } else if (entry.name().equals(COMPRESSION)) {
        set(COMPRESSION, "producer", there, changes);
      } else if (isDefaultThatCounts(entry)) {
        // A target of another version need not know what the source's topic does not set.
        if (there != null) {
          set(entry.name(), entry.value(), there, changes);
        }
      } else if (isOwn(there) && !sourceDefault.test(entry.name())) {
        changes.add(new AlterConfigOp(new ConfigEntry(entry.name(), null), OpType.DELETE));
      }
    }
    return changes;
  }

  private static void set(
      String name, String value, ConfigEntry there, List<AlterConfigOp> changes) {
    if (there == null || !value.equals(there.value())) {
      changes.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET));
    }
  }

  /** Whether the target's brokers compress every batch anew that has another codec. */
  static boolean recompresses(Map<String, String> config) {
    return !"producer".equals(config.get(COMPRESSION));
  }

  /**
   * Whether a cluster minds a value. Not by instanceof: since KIP-1050 Kafka's errors of missing
   * rights are wrong configurations as well.
   */
  static boolean isInvalid(Throwable error) {
    return ClusterErrors.cause(error).getClass() == InvalidConfigurationException.class;
  }

  private boolean isSynced(ConfigEntry entry) {
    return !entry.isReadOnly()
        && !entry.isSensitive()
        && entry.value() != null
        && !NEVER.contains(entry.name())
        && exclude.stream().noneMatch(pattern -> pattern.matcher(entry.name()).matches())
        && synced.test(entry.name());
  }

  /** By the topic, or dynamically by its cluster. */
  private static boolean isSet(ConfigEntry entry) {
    return entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG
        || entry.source() == ConfigSource.DYNAMIC_BROKER_CONFIG
        || entry.source() == ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG;
  }

  /** A broker's file is that broker's: the next one may say something else. */
  private boolean isDefaultThatCounts(ConfigEntry entry) {
    return entry.isDefault()
        && !entry.name().equals(COMPRESSION)
        && sourceDefault.test(entry.name());
  }

  private static boolean isOwn(ConfigEntry there) {
    return there != null && there.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG;
  }
}
