package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.canary.CanaryLoop;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.groups.SourceGroupCommits;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a mirror writes to its source on request needs these rights there, no others. */
class SourceRightsIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static KafkaCluster east;
  private static ClientSettings client;

  @BeforeAll
  static void start() {
    east =
        KafkaCluster.builder("east")
            .listener(ListenerKind.SASL)
            .user("mirror", "right")
            .authorizer()
            .start();
    client =
        new ClientSettings(
            "east",
            null,
            east.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right"),
            Map.of(),
            Map.of(),
            Map.of());
  }

  @AfterAll
  static void stop() {
    east.close();
  }

  private static FlowSettings flow(String spec) {
    return new FlowSettings("east.m", "000000000000", TestSpecs.of(spec), client, client);
  }

  private static void allow(ResourceType type, String name, AclOperation... operations) {
    Rights.allow(east, new ResourcePattern(type, name, PatternType.LITERAL), operations);
  }

  @Test
  void committingPositionsNeedsReadOnTheGroupAndNamesIt() throws Exception {
    TestTopic topic = TestTopic.create(east, "orders", 1, Map.of());
    allow(ResourceType.TOPIC, "orders", AclOperation.READ);
    Copied copied = Copied.upTo(new Position(7, 7, 1));
    try (var commits =
        new SourceGroupCommits(
            flow("sourceGroup: {periodSeconds: 1}"),
            new ClusterIdentity(null),
            () -> Map.of(topic.partition(0), copied))) {
      commits.start();
      await().atMost(DEADLINE).until(() -> commits.status() != null);
      SourceGroup refused = commits.status();
      assertThat(refused.reason()).isEqualTo("GroupAuthorization");
      assertThat(refused.message()).contains("mm2-source.east.m", "source", "right Read");

      allow(ResourceType.GROUP, "mm2-source.east.m", AclOperation.READ);

      await().atMost(DEADLINE).until(() -> commits.status().reason().equals(SourceGroup.COMMITTED));
      try (Admin admin = east.admin()) {
        var committed = admin.listConsumerGroupOffsets("mm2-source.east.m");
        assertThat(committed.partitionsToOffsetAndMetadata().get())
            .containsExactly(
                Map.entry(topic.partition(0), new OffsetAndMetadata(7, "kafkamirror:east.m:east")));
      }
    }
  }

  @Test
  void theCanaryNeedsCreateAndWriteOnItsTopicAndNamesThem() {
    String topic = "mm2-canary.east.m";
    allow(ResourceType.TOPIC, "east." + topic, AclOperation.DESCRIBE, AclOperation.READ);
    try (var loop = new CanaryLoop(flow("canary: {periodSeconds: 1}"), Clock.systemUTC())) {
      awaitMessage(loop, "right Create");
      allow(ResourceType.TOPIC, topic, AclOperation.CREATE, AclOperation.DESCRIBE);
      awaitMessage(loop, "right Write");
      allow(ResourceType.TOPIC, topic, AclOperation.WRITE);

      TestTopic written = TestTopic.of(east, topic);
      await().atMost(DEADLINE).until(() -> written.end(0) > 0);
    }
  }

  private static void awaitMessage(CanaryLoop loop, String right) {
    Canary canary =
        await()
            .atMost(DEADLINE)
            .until(loop::canary, now -> now.message() != null && now.message().contains(right));
    assertThat(canary.message()).contains("mm2-canary.east.m", "source");
  }
}
