package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.DefaultsFrom;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.local.kafka.KafkaCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Properties of remote topics, from an older Kafka to one that no longer takes all of them. */
class ConfigSyncIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final String A_WEEK = "604800000";

  private static KafkaCluster east;
  private static KafkaCluster west;

  @BeforeAll
  static void start() {
    east = KafkaCluster.builder("east").version("3.9.1").start();
    west = KafkaCluster.builder("west").start();
  }

  @AfterAll
  static void stop() {
    east.close();
    west.close();
  }

  @Test
  void theRemoteTopicKeepsThePropertiesOfItsSource() throws Exception {
    TestFlow flow = TestFlow.between(east, west, "sync-");
    flow.create("sync-topic", 1, Map.of("retention.ms", "1000000"));
    String remote = "east.sync-topic";
    FleetMember member =
        flow.member("pod", flow.syncing(every(DefaultsFrom.Target, "delete\\.retention\\..*")));
    awaitValue(remote, "retention.ms", "1000000");
    awaitValue(remote, "compression.type", "producer");

    alter(
        west,
        remote,
        set("delete.retention.ms", "5000"),
        set("max.message.bytes", "2000000"),
        set("retention.ms", "7"));
    awaitValue(remote, "retention.ms", "1000000");
    awaitValue(remote, "max.message.bytes", "1048588");
    assertThat(value(remote, "delete.retention.ms")).isEqualTo("5000");

    alter(
        east,
        "sync-topic",
        new AlterConfigOp(new ConfigEntry("retention.ms", null), OpType.DELETE));
    awaitValue(remote, "retention.ms", A_WEEK);

    member.apply(flow.syncing(every(DefaultsFrom.Source)));
    awaitValue(remote, "delete.retention.ms", "86400000");
    member.close(GRACE);
  }

  @Test
  void aPropertyThatTheTargetRefusesIsNamedAndTheOthersGo() throws Exception {
    TestFlow flow = TestFlow.between(east, west, "refused-");
    // Kafka 4 takes no segments of less than 1 MiB (KIP-1030).
    flow.create("refused-topic", 1, Map.of("segment.bytes", "65536", "retention.ms", "1000000"));
    FleetMember member = flow.member("pod", flow.syncing(every(DefaultsFrom.Target)));

    awaitValue("east.refused-topic", "retention.ms", "1000000");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.status().failures())
                    .anySatisfy(
                        failure -> {
                          assertThat(failure.topic()).isEqualTo("refused-topic");
                          assertThat(failure.reason()).isEqualTo("ConfigRefused");
                          assertThat(failure.message())
                              .contains("segment.bytes")
                              .doesNotContain("retention.ms");
                        }));

    alter(east, "refused-topic", set("segment.ms", "2000000"), set("retention.ms", "2000000"));
    awaitValue("east.refused-topic", "segment.ms", "2000000");
    awaitValue("east.refused-topic", "retention.ms", "2000000");

    alter(east, "refused-topic", set("segment.bytes", "2000000"));
    awaitValue("east.refused-topic", "segment.bytes", "2000000");
    await().atMost(DEADLINE).until(() -> member.status().failures().isEmpty());
    member.close(GRACE);
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
    try (Admin admin = west.admin()) {
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
