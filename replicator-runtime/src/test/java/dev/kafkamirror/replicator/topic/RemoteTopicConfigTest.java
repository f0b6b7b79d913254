package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTopicConfigTest {
  private static ConfigEntry entry(String name, String value, ConfigSource source) {
    return new ConfigEntry(name, value, source, false, false, List.of(), ConfigType.STRING, "");
  }

  @Test
  void whatTheSourceTopicSetsIsCopied() {
    assertThat(
            RemoteTopicConfig.of(
                List.of(
                    entry("cleanup.policy", "compact", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                    entry("retention.ms", "1000", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG))))
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("retention.ms", "1000");
  }

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT_CONFIG", "STATIC_BROKER_CONFIG", "UNKNOWN"})
  void whatTheSourceDoesNotSetStaysTheTargetsOwn(ConfigSource source) {
    assertThat(RemoteTopicConfig.of(List.of(entry("retention.ms", "1000", source))))
        .doesNotContainKey("retention.ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "follower.replication.throttled.replicas",
        "leader.replication.throttled.replicas",
        "message.timestamp.difference.max.ms",
        "message.timestamp.before.max.ms",
        "message.timestamp.after.max.ms",
        "message.timestamp.type",
        "unclean.leader.election.enable",
        "min.insync.replicas"
      })
  void whatBelongsToTheClusterIsNotCopied(String name) {
    assertThat(RemoteTopicConfig.of(List.of(entry(name, "1", ConfigSource.DYNAMIC_TOPIC_CONFIG))))
        .doesNotContainKey(name);
  }

  @Test
  void onlyACodecOfItsOwnMakesTheTargetCompressAnew() {
    assertThat(RemoteTopicConfig.recompresses(RemoteTopicConfig.of(List.of()))).isFalse();
    assertThat(
            RemoteTopicConfig.recompresses(
                RemoteTopicConfig.of(
                    List.of(entry("compression.type", "gzip", ConfigSource.DYNAMIC_TOPIC_CONFIG)))))
        .isTrue();
  }

  @Test
  void compressionIsTheProducersUnlessTheSourceTopicSetsOne() {
    assertThat(
            RemoteTopicConfig.of(
                List.of(entry("compression.type", "zstd", ConfigSource.STATIC_BROKER_CONFIG))))
        .containsEntry("compression.type", "producer");
    assertThat(
            RemoteTopicConfig.of(
                List.of(entry("compression.type", "zstd", ConfigSource.DYNAMIC_TOPIC_CONFIG))))
        .containsEntry("compression.type", "zstd");
  }
}
