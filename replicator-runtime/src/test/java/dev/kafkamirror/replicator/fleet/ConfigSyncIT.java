package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.DefaultsFrom;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Properties of remote topics, from an older Kafka to one that no longer takes all of them. */
class ConfigSyncIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final String OWN_OF_THE_TARGET = "-1";

  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(source -> source.version("3.9.1"), UnaryOperator.identity());

  @Test
  void theRemoteTopicKeepsThePropertiesOfItsSource() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "sync-");
    flow.create("sync-topic", 1, Map.of("retention.ms", "1000000"));
    String remote = "east.sync-topic";
    FleetMember member =
        flow.member("pod", flow.syncing(every(DefaultsFrom.Target, "delete\\.retention\\..*")));
    awaitValue(remote, "retention.ms", "1000000");
    awaitValue(remote, "compression.type", "producer");

    alter(
        CLUSTERS.west(),
        remote,
        set("delete.retention.ms", "5000"),
        set("max.message.bytes", "2000000"),
        set("retention.ms", "7"));
    awaitValue(remote, "retention.ms", "1000000");
    awaitValue(remote, "max.message.bytes", "1048588");
    assertThat(value(remote, "delete.retention.ms")).isEqualTo("5000");

    alter(
        CLUSTERS.east(),
        "sync-topic",
        new AlterConfigOp(new ConfigEntry("retention.ms", null), OpType.DELETE));
    awaitValue(remote, "retention.ms", OWN_OF_THE_TARGET);

    member.apply(flow.syncing(every(DefaultsFrom.Source)));
    awaitValue(remote, "delete.retention.ms", "86400000");
    member.close(GRACE);
  }

  @Test
  void aPropertyThatTheTargetRefusesIsNamedAndTheOthersGo() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "refused-");
    // Kafka 4 takes no segments of less than 1 MiB (KIP-1030).
    flow.create("refused-topic", 1, Map.of("segment.bytes", "65536", "retention.ms", "1000000"));
    FleetMember member = flow.member("pod", flow.syncing(every(DefaultsFrom.Target)));

    awaitValue("east.refused-topic", "retention.ms", "1000000");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(configsFailed(member))
                    .singleElement()
                    .satisfies(
                        failed -> {
                          assertThat(failed.topic()).isEqualTo("refused-topic");
                          assertThat(failed.reason()).isEqualTo("ConfigRefused");
                          assertThat(failed.message())
                              .contains("segment.bytes")
                              .doesNotContain("retention.ms");
                        }));
    assertThat(member.status().failures()).isEmpty();
    flow.source("refused-topic")
        .produce(
            Map.of(),
            10,
            i -> new ProducerRecord<>("refused-topic", TestTopic.bytes("value " + i)));
    flow.awaitEqual("refused-topic", 1);

    alter(
        CLUSTERS.east(),
        "refused-topic",
        set("segment.ms", "2000000"),
        set("retention.ms", "2000000"));
    awaitValue("east.refused-topic", "segment.ms", "2000000");
    awaitValue("east.refused-topic", "retention.ms", "2000000");

    alter(CLUSTERS.east(), "refused-topic", set("segment.bytes", "2000000"));
    awaitValue("east.refused-topic", "segment.bytes", "2000000");
    await().atMost(DEADLINE).until(() -> configsFailed(member).isEmpty());
    member.close(GRACE);
  }

  private static List<TopicNote> configsFailed(FleetMember member) {
    return member.status().flow().configsFailed().first();
  }

  private static ConfigSyncSpec every(DefaultsFrom defaultsFrom, String... exclude) {
    return new ConfigSyncSpec(Mode.Sync, List.of(exclude), 1, defaultsFrom);
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
  }

  private static void alter(KafkaCluster cluster, String topic, AlterConfigOp... ops)
      throws ExecutionException, InterruptedException {
    try (Admin admin = cluster.admin()) {
      admin.incrementalAlterConfigs(Map.of(resource(topic), Arrays.asList(ops))).all().get();
    }
  }

  /** Also while the topic is not there yet. */
  private static void awaitValue(String remote, String property, String value) {
    await()
        .atMost(DEADLINE)
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .untilAsserted(() -> assertThat(value(remote, property)).isEqualTo(value));
  }

  private static String value(String remote, String property)
      throws ExecutionException, InterruptedException {
    try (Admin admin = CLUSTERS.west().admin()) {
      return admin
          .describeConfigs(List.of(resource(remote)))
          .all()
          .get()
          .get(resource(remote))
          .get(property)
          .value();
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
