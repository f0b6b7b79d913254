package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.DefaultsFrom;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.replicator.plugin.Plugins;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTopicConfigTest {
  @TempDir Path directory;

  private static RemoteTopicConfig rules(Mode mode, DefaultsFrom defaultsFrom, String... exclude) {
    return new RemoteTopicConfig(
        new ConfigSyncSpec(mode, List.of(exclude), 30, defaultsFrom), Plugins.NONE);
  }

  private static RemoteTopicConfig rules(String... exclude) {
    return rules(Mode.Sync, DefaultsFrom.Target, exclude);
  }

  private static ConfigEntry entry(String name, String value, ConfigSource source) {
    return new ConfigEntry(name, value, source, false, false, List.of(), ConfigType.STRING, "");
  }

  private static List<String> changes(
      RemoteTopicConfig rules, ConfigEntry source, ConfigEntry... target) {
    return rules.changes(List.of(source), List.of(target)).stream()
        .map(RemoteTopicConfigTest::text)
        .toList();
  }

  private static String text(AlterConfigOp op) {
    return op.opType() + " " + op.configEntry().name() + " " + op.configEntry().value();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"Sync", "CreateOnly"})
  void whatTheSourceTopicSetsIsCopied(Mode mode) {
    assertThat(
            rules(mode, DefaultsFrom.Target)
                .ofNewTopic(
                    List.of(
                        entry("cleanup.policy", "compact", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                        entry("retention.ms", "1000", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG))))
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("retention.ms", "1000");
  }

  @Test
  void withoutSyncANewTopicHasWhatTheTargetGivesItAndTheProducersCompression() {
    assertThat(
            rules(Mode.Disabled, DefaultsFrom.Source)
                .ofNewTopic(
                    List.of(
                        entry("cleanup.policy", "compact", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                        entry("compression.type", "gzip", ConfigSource.DYNAMIC_TOPIC_CONFIG))))
        .containsOnlyKeys("compression.type")
        .containsValue("producer");
  }

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT_CONFIG", "STATIC_BROKER_CONFIG", "UNKNOWN"})
  void whatTheSourceDoesNotSetStaysTheTargetsOwn(ConfigSource source) {
    assertThat(rules().ofNewTopic(List.of(entry("retention.ms", "1000", source))))
        .doesNotContainKey("retention.ms");
  }

  @Test
  void theSourcesDefaultsAreSetOnRequest() {
    assertThat(
            rules(Mode.Sync, DefaultsFrom.Source)
                .ofNewTopic(
                    List.of(
                        entry("retention.ms", "1000", ConfigSource.DEFAULT_CONFIG),
                        entry("segment.ms", "2000", ConfigSource.STATIC_BROKER_CONFIG))))
        .containsEntry("retention.ms", "1000")
        .doesNotContainKey("segment.ms");
  }

  @Test
  void whatIsExcludedIsNotCopied() {
    List<ConfigEntry> source =
        List.of(
            entry("min.insync.replicas", "2", ConfigSource.DYNAMIC_TOPIC_CONFIG),
            entry("delete.retention.ms", "2", ConfigSource.DYNAMIC_TOPIC_CONFIG));

    assertThat(rules("min.insync.replicas", "delete\\.retention\\..*").ofNewTopic(source))
        .containsOnlyKeys("compression.type");
    assertThat(rules("min.insync", "retention").ofNewTopic(source))
        .containsKeys("min.insync.replicas", "delete.retention.ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "follower.replication.throttled.replicas",
        "leader.replication.throttled.replicas"
      })
  void whatNamesBrokersIsNeverCopied(String name) {
    ConfigEntry source = entry(name, "0:1", ConfigSource.DYNAMIC_TOPIC_CONFIG);

    assertThat(rules().ofNewTopic(List.of(source))).doesNotContainKey(name);
    assertThat(changes(rules(), source)).isEmpty();
  }

  @Test
  void onlyACodecOfItsOwnMakesTheTargetCompressAnew() {
    assertThat(RemoteTopicConfig.recompresses(rules().ofNewTopic(List.of()))).isFalse();
    assertThat(
            RemoteTopicConfig.recompresses(
                rules()
                    .ofNewTopic(
                        List.of(
                            entry("compression.type", "gzip", ConfigSource.DYNAMIC_TOPIC_CONFIG)))))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(DefaultsFrom.class)
  void compressionIsTheProducersUnlessTheSourceTopicSetsOne(DefaultsFrom defaultsFrom) {
    RemoteTopicConfig rules = rules(Mode.Sync, defaultsFrom);
    ConfigEntry ofTheBroker = entry("compression.type", "zstd", ConfigSource.STATIC_BROKER_CONFIG);
    ConfigEntry byDefault = entry("compression.type", "zstd", ConfigSource.DEFAULT_CONFIG);
    ConfigEntry ofTheTopic = entry("compression.type", "zstd", ConfigSource.DYNAMIC_TOPIC_CONFIG);

    assertThat(rules.ofNewTopic(List.of(ofTheBroker)))
        .containsEntry("compression.type", "producer");
    assertThat(rules.ofNewTopic(List.of(byDefault))).containsEntry("compression.type", "producer");
    assertThat(rules.ofNewTopic(List.of(ofTheTopic))).containsEntry("compression.type", "zstd");
    assertThat(changes(rules, ofTheBroker, ofTheTopic))
        .containsExactly("SET compression.type producer");
    assertThat(changes(rules, byDefault, ofTheTopic))
        .containsExactly("SET compression.type producer");
    assertThat(changes(rules, ofTheTopic, ofTheTopic)).isEmpty();
  }

  @ParameterizedTest(name = "{0} at the source, {1} at the target, defaults from {2}: {3}")
  @CsvSource({
    "DYNAMIC_TOPIC_CONFIG=5,         DYNAMIC_TOPIC_CONFIG=5, Target, nothing",
    "DYNAMIC_TOPIC_CONFIG=5,         STATIC_BROKER_CONFIG=5, Target, nothing",
    "DYNAMIC_TOPIC_CONFIG=5,         DYNAMIC_TOPIC_CONFIG=6, Target, SET retention.ms 5",
    "DYNAMIC_TOPIC_CONFIG=5,         DEFAULT_CONFIG=6,       Source, SET retention.ms 5",
    "DYNAMIC_DEFAULT_BROKER_CONFIG=5, DEFAULT_CONFIG=6,      Target, SET retention.ms 5",
    "DEFAULT_CONFIG=5,               DEFAULT_CONFIG=6,       Target, nothing",
    "DEFAULT_CONFIG=5,               DYNAMIC_TOPIC_CONFIG=6, Target, DELETE retention.ms null",
    "DEFAULT_CONFIG=5,               DYNAMIC_TOPIC_CONFIG=6, Source, SET retention.ms 5",
    "DEFAULT_CONFIG=5,               STATIC_BROKER_CONFIG=6, Source, SET retention.ms 5",
    "STATIC_BROKER_CONFIG=5,         DYNAMIC_TOPIC_CONFIG=6, Target, DELETE retention.ms null",
    "STATIC_BROKER_CONFIG=5,         DYNAMIC_TOPIC_CONFIG=6, Source, nothing",
  })
  void onlyWhatDiffersIsChanged(
      String source, String target, DefaultsFrom defaultsFrom, String expected) {
    assertThat(changes(rules(Mode.Sync, defaultsFrom), retention(source), retention(target)))
        .isEqualTo(expected.equals("nothing") ? List.of() : List.of(expected));
  }

  private static ConfigEntry retention(String text) {
    String[] parts = text.split("=", -1);
    return entry("retention.ms", parts[1], ConfigSource.valueOf(parts[0]));
  }

  @Test
  void whatTheTargetDoesNotKnowIsTriedOnlyWhereTheSourceTopicSetsIt() {
    assertThat(
            changes(
                rules(Mode.Sync, DefaultsFrom.Source),
                entry("new.property", "1", ConfigSource.DEFAULT_CONFIG)))
        .isEmpty();
    assertThat(changes(rules(), entry("new.property", "1", ConfigSource.DYNAMIC_TOPIC_CONFIG)))
        .containsExactly("SET new.property 1");
  }

  @Test
  void whatIsExcludedOrOnlyTheTargetKnowsIsLeftAsItIs() {
    ConfigEntry source = entry("retention.ms", "5", ConfigSource.DYNAMIC_TOPIC_CONFIG);

    assertThat(
            changes(
                rules("retention\\..*"),
                source,
                entry("retention.ms", "6", ConfigSource.DYNAMIC_TOPIC_CONFIG)))
        .isEmpty();
    assertThat(
            changes(
                rules(), source, source, entry("other", "1", ConfigSource.DYNAMIC_TOPIC_CONFIG)))
        .isEmpty();
  }

  /** Syncs what begins with r, and the source's defaults of what ends with s. */
  public static class OurProperties implements ConfigPropertyFilter {
    @Override
    public boolean shouldReplicateConfigProperty(String property) {
      return property.startsWith("r");
    }

    @Override
    public boolean shouldReplicateSourceDefault(String property) {
      return property.endsWith("s");
    }
  }

  @Test
  void ofWhatIsNotExcludedAClassOfTheUsersSaysWhatIsSyncedAndWhoseDefaultCounts() {
    Plugins plugins =
        TestSpecs.flow(
                "plugins: {path: %s, configPropertyFilter: {className: %s}}"
                    .formatted(directory, OurProperties.class.getName()))
            .plugins();
    RemoteTopicConfig rules =
        new RemoteTopicConfig(
            new ConfigSyncSpec(Mode.Sync, List.of("retention.x"), 30, DefaultsFrom.Target),
            plugins);
    ConfigEntry own = entry("retention.bytes", "7", ConfigSource.DYNAMIC_TOPIC_CONFIG);

    assertThat(
            rules.ofNewTopic(
                List.of(
                    entry("retention.ms", "1", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                    entry("retention.x", "2", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                    entry("segment.bytes", "3", ConfigSource.DYNAMIC_TOPIC_CONFIG))))
        .containsOnlyKeys("compression.type", "retention.ms");
    assertThat(changes(rules, entry("retention.bytes", "5", ConfigSource.DEFAULT_CONFIG), own))
        .containsExactly("SET retention.bytes 5");
    assertThat(
            changes(
                rules,
                entry("retention.time", "5", ConfigSource.DEFAULT_CONFIG),
                entry("retention.time", "7", ConfigSource.DYNAMIC_TOPIC_CONFIG)))
        .containsExactly("DELETE retention.time null");
  }
}
