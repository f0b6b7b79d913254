package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec.WriteTo;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members of a fleet between two real clusters, with real tasks. */
class FleetIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @Test
  void mirrorsATopicWithItsPartitionsSettingsAndRecords() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "one-");
    flow.create(
        "one-orders", 3, Map.of("delete.retention.ms", "123456789", "min.insync.replicas", "1"));
    FleetMember member = flow.member("pod");
    try (Load load = new Load(flow.source("one-orders"), 3)) {
      TestFlow.awaitShares(Map.of(member, 3));
      load.awaitMore(100);
    }

    flow.awaitEqual("one-orders", 3);
    assertThat(config("east.one-orders"))
        .containsEntry("delete.retention.ms", "123456789")
        .containsEntry("compression.type", "producer")
        .doesNotContainKey("min.insync.replicas");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(member.status().state()).isEqualTo(FleetState.Member);
              assertThat(member.status().work().lagRecords()).isZero();
              assertThat(member.status().flow().partitionsUnassigned()).isZero();
              assertThat(member.status().flow().topicsReplicating()).isEqualTo(1);
              assertThat(member.status().failures()).isEmpty();
            });
    member.close(GRACE);
  }

  /** What the topic itself sets. */
  private static Map<String, String> config(String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = CLUSTERS.west().admin()) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
          .filter(e -> e.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
          .collect(java.util.stream.Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
  }

  @Test
  void newTopicsAndPartitionsAreMirroredWhileOthersKeepFlowing() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "grow-");
    flow.create("grow-old", 2, Map.of());
    FleetMember member = flow.member("pod");
    try (Load old = new Load(flow.source("grow-old"), 2)) {
      TestFlow.awaitShares(Map.of(member, 2));

      flow.create("grow-new", 2, Map.of());
      TestFlow.awaitShares(Map.of(member, 4));
      flow.grow("grow-new", 3);
      TestFlow.awaitShares(Map.of(member, 5));
      try (Load added = new Load(flow.source("grow-new"), 3)) {
        added.awaitMore(100);
      }
      old.awaitMore(100);
    }

    flow.awaitEqual("grow-old", 2);
    flow.awaitEqual("grow-new", 3);
    member.close(GRACE);
  }

  @Test
  void podsThatJoinAndLeaveUnderLoadShareEvenlyAndNothingIsLostOrRepeated() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "scale-");
    flow.create("scale-t", 6, Map.of());
    FleetMember a = flow.member("a");
    try (Load load = new Load(flow.source("scale-t"), 6)) {
      TestFlow.awaitShares(Map.of(a, 6));
      FleetMember b = flow.member("b");
      TestFlow.awaitShares(Map.of(a, 3, b, 3));
      FleetMember c = flow.member("c");
      TestFlow.awaitShares(Map.of(a, 2, b, 2, c, 2));
      load.awaitMore(100);

      // The leader goes: another one has to take over its duties.
      a.close(GRACE);
      TestFlow.awaitShares(Map.of(b, 3, c, 3));
      await().atMost(DEADLINE).until(() -> b.status().flow() != null || c.status().flow() != null);
      c.close(GRACE);
      TestFlow.awaitShares(Map.of(b, 6));
      load.awaitMore(100);
      b.close(GRACE);
      assertThat(b.status().work().partitions()).isZero();
    }
    FleetMember d = flow.member("d");

    flow.awaitEqual("scale-t", 6);
    d.close(GRACE);
  }

  @Test
  void changedSettingsTakeEffectWithoutARestart() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "live-");
    flow.create("live-t", 4, Map.of());
    HeartbeatsSpec off = new HeartbeatsSpec(HeartbeatsSpec.State.Disabled, WriteTo.Target, 1, 30);
    FleetMember member = flow.member("pod", flow.settings(off, MirrorState.Running, 1));
    TestFlow.awaitShares(Map.of(member, 4));
    assertThat(member.status().work().tasks()).isEqualTo(1);

    member.apply(flow.settings(off, MirrorState.Running, 2));
    await().atMost(DEADLINE).until(() -> member.status().work().tasks() == 2);
    TestFlow.awaitShares(Map.of(member, 4));

    member.apply(flow.settings(off, MirrorState.Paused, 2));
    assertThat(member.status().state()).isEqualTo(FleetState.Paused);
    try (Load load = new Load(flow.source("live-t"), 4)) {
      load.awaitMore(25);
    }
    member.apply(flow.settings(off, MirrorState.Running, 2));

    flow.awaitEqual("live-t", 4);
    member.close(GRACE);
  }

  @Test
  void heartbeatsWrittenToTheTargetAreMirrorMakersBytes() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "beat-");
    FleetMember member =
        flow.member(
            "pod",
            flow.settings(
                new HeartbeatsSpec(HeartbeatsSpec.State.Enabled, WriteTo.Target, 1, 30),
                MirrorState.Running,
                null));

    Heartbeat heartbeat = awaitHealthy(member);

    assertThat(heartbeat.roundTripMillis()).isNotNull();
    assertThat(flow.target("heartbeats").records(0))
        .isNotEmpty()
        .allSatisfy(
            r -> {
              assertThat(HexFormat.of().formatHex(r.key()))
                  .isEqualTo("000465617374" + "000477657374");
              assertThat(r.value()).hasSize(10);
              assertThat(ByteBuffer.wrap(r.value()).getShort()).isZero();
              assertThat(ByteBuffer.wrap(r.value()).getLong(2)).isEqualTo(r.timestamp());
            });
    member.close(GRACE);
  }

  @Test
  void heartbeatsWrittenToTheSourceMakeTheRoundTrip() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "trip-");
    FleetMember member =
        flow.member(
            "pod",
            flow.settings(
                new HeartbeatsSpec(HeartbeatsSpec.State.Enabled, WriteTo.Source, 1, 30),
                MirrorState.Running,
                null));

    Heartbeat heartbeat = awaitHealthy(member);

    assertThat(heartbeat.roundTripMillis()).isNotNull();
    assertThat(flow.targetTopics()).contains("east.heartbeats");
    member.close(GRACE);
  }

  private static Heartbeat awaitHealthy(FleetMember member) {
    await()
        .atMost(DEADLINE)
        .until(
            () ->
                member.status().flow() != null
                    && member.status().flow().heartbeat().state() == HeartbeatState.Healthy
                    && member.status().flow().heartbeat().roundTripMillis() != null);
    return member.status().flow().heartbeat();
  }
}
