package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What applications learn of a cluster that we mirror with MirrorMaker 2's own, unmodified client:
 * a flow from north to east and one from east to west. North and west are one cluster under two
 * aliases, as two are enough.
 */
class MirrorClientIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final int RECORDS = 60;

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.ofItsOwn();

  @TempDir static Path directory;

  private static ChildProcess mirrorMaker;

  /** The client's release. */
  enum Release {
    THIS,
    KAFKA_3
  }

  @BeforeAll
  static void mirrorOverTwoHops() throws Exception {
    TestTopic orders = TestTopic.create(CLUSTERS.west(), "orders", 1, Map.of());
    TestTopic payments = TestTopic.create(CLUSTERS.east(), "payments", 1, Map.of());
    for (TestTopic topic : List.of(orders, payments)) {
      topic.produce(Map.of(), RECORDS, i -> topic.record(0, i));
    }
    commit("billing", payments, 10);
    commit("audit", payments, 20);
    mirrorMaker =
        ReplicatorProcess.start(
            "mirror-client",
            List.of(),
            List.of("mirror-maker", file().toString(), "--http-port=0"),
            directory.resolve("log"));
    Copies.awaitEqual(payments, TestTopic.of(CLUSTERS.west(), "east.payments"), 1);
    Copies.awaitEqual(orders, TestTopic.of(CLUSTERS.west(), "east.north.orders"), 1);
    Copies.awaitCount(TestTopic.of(CLUSTERS.west(), "east.north.heartbeats"), 0, 1);
  }

  @AfterAll
  static void stop() {
    mirrorMaker.stop(Duration.ofSeconds(60));
  }

  private static Path file() throws Exception {
    return Files.writeString(
        directory.resolve("connect-mirror-maker.properties"),
        """
        clusters = north, east, west
        north.bootstrap.servers = %s
        east.bootstrap.servers = %s
        west.bootstrap.servers = %s
        north->east.enabled = true
        east->west.enabled = true
        topics = orders, north.orders, payments
        groups = billing, audit
        sync.group.offsets.enabled = true
        emit.checkpoints.interval.seconds = 1
        sync.group.offsets.interval.seconds = 1
        replication.factor = 1
        """
            .formatted(
                CLUSTERS.west().bootstrapServers(),
                CLUSTERS.east().bootstrapServers(),
                CLUSTERS.west().bootstrapServers()));
  }

  private static void commit(String group, TestTopic topic, long offset) throws Exception {
    try (Admin admin = CLUSTERS.east().admin()) {
      var offsets = Map.of(topic.partition(0), new OffsetAndMetadata(offset));
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }
  }

  private static AnyMirrorClient client(Release release) throws Exception {
    Map<String, Object> west = CLUSTERS.west().clientConfig();
    return switch (release) {
      case THIS -> AnyMirrorClient.ofThisRelease(west);
      case KAFKA_3 -> AnyMirrorClient.ofKafka3(west);
    };
  }

  @ParameterizedTest
  @EnumSource
  void findsTheClustersUpstreamAndHowFarTheyAre(Release release) throws Exception {
    try (AnyMirrorClient client = client(release)) {
      assertThat(client.heartbeatTopics())
          .contains("heartbeats", "east.heartbeats", "east.north.heartbeats");
      assertThat(client.upstreamClusters()).containsExactlyInAnyOrder("east", "north");
      assertThat(client.replicationHops("east")).isEqualTo(1);
      assertThat(client.replicationHops("north")).isEqualTo(2);
      assertThat(client.replicationHops("south")).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsRemoteTopicsAndNoneOfTheMirrorsOwn(Release release) throws Exception {
    try (AnyMirrorClient client = client(release)) {
      assertThat(client.remoteTopics("east"))
          .containsExactlyInAnyOrder(
              "east.payments", "east.north.orders", "east.heartbeats", "east.north.heartbeats");
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsWhereAGroupGoesOn(Release release) throws Exception {
    try (AnyMirrorClient client = client(release)) {
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(client.remoteConsumerOffsets("billing", "east"))
                      .isEqualTo(Map.of("east.payments-0", 10L)));
    }
  }

  /** Kafka 3 has no such call. */
  @Test
  void findsWhereManyGroupsGoOn() {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              var offsets =
                  RemoteClusterUtils.translateOffsets(
                      CLUSTERS.west().clientConfig(),
                      "east",
                      Pattern.compile("billing|audit"),
                      Duration.ofSeconds(20));
              assertThat(offsets).containsOnlyKeys("billing", "audit");
              assertThat(AnyMirrorClient.offsets(offsets.get("billing")))
                  .isEqualTo(Map.of("east.payments-0", 10L));
              assertThat(AnyMirrorClient.offsets(offsets.get("audit")))
                  .isEqualTo(Map.of("east.payments-0", 20L));
            });
  }
}
