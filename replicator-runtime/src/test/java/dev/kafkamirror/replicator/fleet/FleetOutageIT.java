package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.network.Link;
import dev.kafkamirror.local.network.Toxiproxy;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A member whose clusters are away or refuse it: nothing ends, everything is told and mends. */
class FleetOutageIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);

  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(
          east -> east, west -> west.listener(ListenerKind.SASL).user("mirror", "right"));

  @Test
  void aTargetThatWasAwayLongerThanTheLeaseGetsEverything() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "away-");
    flow.create("away-t", 3, Map.of());
    FleetMember member = flow.member("pod");
    try (Load load = new Load(flow.source("away-t"), 3)) {
      TestFlow.awaitShares(Map.of(member, 3));

      CLUSTERS.west().killBroker(0);
      await().atMost(DEADLINE).until(() -> member.status().state() == FleetState.Joining);
      assertThat(member.status().work().partitions()).isZero();
      CLUSTERS.west().startBroker(0);

      TestFlow.awaitShares(Map.of(member, 3));
      load.awaitMore(25);
    }
    flow.awaitEqual("away-t", 3);
    member.close(GRACE);
  }

  @Test
  void aSourceThatWasAwayIsCopiedOnWithoutLossOrRepetition() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "back-");
    flow.create("back-t", 3, Map.of());
    FleetMember member = flow.member("pod");
    try (Load load = new Load(flow.source("back-t"), 3)) {
      TestFlow.awaitShares(Map.of(member, 3));

      CLUSTERS.east().killBroker(0);
      await()
          .atMost(DEADLINE)
          .until(() -> member.status().source().state() == ClusterState.ConnectionFailed);
      assertThat(member.status().state()).isEqualTo(FleetState.Member);
      assertThat(member.status().work().partitions()).isEqualTo(3);
      CLUSTERS.east().startBroker(0);
      load.awaitMore(100);
    }
    flow.awaitEqual("back-t", 3);
    member.close(GRACE);
  }

  @Test
  void aSourceWhoseBrokersAllMovedIsFoundAgainAtItsBootstrapAddress() throws Exception {
    try (Toxiproxy network = Toxiproxy.start()) {
      Link bootstrap = network.link("bootstrap", CLUSTERS.east().bootstrapServers());
      TestFlow flow = from(bootstrap, "moved-");
      flow.create("moved-t", 3, Map.of());
      TestTopic source = flow.source("moved-t");
      source.produce(Map.of(), 60, i -> source.record(i % 3, i));
      FleetMember member = flow.member("pod");
      flow.awaitEqual("moved-t", 3);

      CLUSTERS.east().killBroker(0);
      CLUSTERS.east().moveBroker(0);
      bootstrap.leadTo(CLUSTERS.east().bootstrapServers());

      source.produce(Map.of(), 60, i -> source.record(i % 3, 60 + i));
      flow.awaitEqual("moved-t", 3);
      flow.create("moved-later", 1, Map.of());
      TestFlow.awaitShares(Map.of(member, 4));
      member.close(GRACE);
    }
  }

  @Test
  void anotherClusterInThePlaceOfTheSourceIsLeftAloneUntilTheSourceIsBack() throws Exception {
    try (Toxiproxy network = Toxiproxy.start()) {
      Link bootstrap = network.link("bootstrap", CLUSTERS.east().bootstrapServers());
      TestFlow flow = from(bootstrap, "swapped-");
      flow.create("swapped-t", 2, Map.of());
      TestTopic source = flow.source("swapped-t");
      source.produce(Map.of(), 50, i -> source.record(i % 2, i));
      FleetMember member = flow.member("pod");
      flow.awaitEqual("swapped-t", 2);

      CLUSTERS.east().killBroker(0);
      bootstrap.leadTo(CLUSTERS.west().bootstrapServers());
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                assertThat(member.status().source().state())
                    .isEqualTo(ClusterState.ClusterIdMismatch);
                assertThat(member.status().work().partitions()).isZero();
              });

      CLUSTERS.east().startBroker(0);
      bootstrap.leadTo(CLUSTERS.east().bootstrapServers());
      source.produce(Map.of(), 50, i -> source.record(i % 2, 50 + i));
      flow.awaitEqual("swapped-t", 2);
      member.close(GRACE);
    }
  }

  private static TestFlow from(Link bootstrap, String prefix) {
    return new TestFlow(
        Map.of("bootstrap.servers", bootstrap.address()), CLUSTERS.west().clientConfig(), prefix);
  }

  @Test
  void aWrongPasswordIsNamedAndTheRightOneHeals() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "pass-");
    flow.create("pass-t", 2, Map.of());
    FleetMember member = flow.member("pod", withPassword("wrong").settings());
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(member.status().target().state())
                  .isEqualTo(ClusterState.AuthenticationFailed);
              assertThat(member.status().target().message()).startsWith("west");
              assertThat(member.status().source().state()).isEqualTo(ClusterState.Reachable);
              assertThat(member.status().state()).isEqualTo(FleetState.Joining);
            });

    member.apply(withPassword("right").settings());

    TestFlow.awaitShares(Map.of(member, 2));
    await()
        .atMost(DEADLINE)
        .until(() -> member.status().target().state() == ClusterState.Reachable);
    assertThat(member.status().target().clusterId()).isNotBlank();
    member.close(GRACE);
  }

  @Test
  void otherCredentialsInterruptNothingAndWrongOnesLeaveWhatRunsCopying() throws Exception {
    String[] ids = {idOf(CLUSTERS.east()), idOf(CLUSTERS.west())};
    TestFlow flow = rotated("SCRAM-SHA-512", "right");
    flow.create("rotated-t", 3, Map.of());
    TestTopic source = flow.source("rotated-t");
    FleetMember member = flow.member("pod", flow.pinned(ids[0], ids[1]));
    try (Load load = new Load(source, 3)) {
      TestFlow.awaitShares(Map.of(member, 3));

      member.apply(rotated("SCRAM-SHA-512", "wrong").pinned(ids[0], ids[1]));
      await()
          .atMost(DEADLINE)
          .until(() -> member.status().target().state() == ClusterState.AuthenticationFailed);
      long there = source.end(0);
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                member.turn();
                assertThat(flow.target("east.rotated-t").end(0)).isGreaterThan(there);
              });
      assertThat(member.status().work().partitions()).isEqualTo(3);
      assertThat(member.status().target().message()).startsWith("west");

      member.apply(rotated("PLAIN", "right").pinned(ids[0], ids[1]));
      int generation = member.status().generation();
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                member.turn();
                assertThat(member.status().target().state()).isEqualTo(ClusterState.Reachable);
                assertThat(member.status().generation()).isGreaterThan(generation);
                assertThat(member.status().work().partitions()).isEqualTo(3);
              });
      load.awaitMore(100);
    }
    flow.awaitEqual("rotated-t", 3);
    member.close(GRACE);
  }

  private static TestFlow rotated(String mechanism, String password) {
    return new TestFlow(
        CLUSTERS.east().clientConfig(),
        CLUSTERS.west().saslClientConfig(ListenerKind.SASL, mechanism, "mirror", password),
        "rotated-");
  }

  @Test
  void aTargetOfAnotherIdIsLeftAloneUntilTheSettingsNameIt() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "other-");
    flow.create("other-t", 2, Map.of());
    TestTopic source = flow.source("other-t");
    source.produce(Map.of(), 50, i -> source.record(i % 2, i));
    FleetMember member = flow.member("pod", flow.pinned(null, "another"));

    await()
        .atMost(DEADLINE)
        .until(() -> member.status().target().state() == ClusterState.ClusterIdMismatch);
    String id = idOf(CLUSTERS.west());
    assertThat(member.status().target().message()).contains("another", id);
    assertThat(member.status().state()).isEqualTo(FleetState.Joining);
    assertThat(flow.targetTopics()).noneMatch(topic -> topic.contains("other-"));

    member.apply(flow.pinned(idOf(CLUSTERS.east()), id));
    TestFlow.awaitShares(Map.of(member, 2));
    flow.awaitEqual("other-t", 2);
    member.close(GRACE);
  }

  @Test
  void aSourceOfAnotherIdIsCopiedNoFurtherUntilTheSettingsNameIt() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "stranger-");
    flow.create("stranger-t", 2, Map.of());
    FleetMember member = flow.member("pod");
    try (Load load = new Load(flow.source("stranger-t"), 2)) {
      TestFlow.awaitShares(Map.of(member, 2));
      int generation = member.status().generation();
      member.apply(flow.pinned(idOf(CLUSTERS.east()), idOf(CLUSTERS.west())));
      assertThat(member.status().generation()).isEqualTo(generation);

      member.apply(flow.pinned("another", null));
      await()
          .atMost(DEADLINE)
          .until(() -> member.status().source().state() == ClusterState.ClusterIdMismatch);
      assertThat(member.status().work().partitions()).isZero();

      load.awaitMore(25);
      member.apply(flow.pinned(idOf(CLUSTERS.east()), null));
      TestFlow.awaitShares(Map.of(member, 2));
    }
    flow.awaitEqual("stranger-t", 2);
    member.close(GRACE);
  }

  private static String idOf(KafkaCluster cluster) throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig())) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static TestFlow withPassword(String password) {
    return new TestFlow(
        CLUSTERS.east().clientConfig(),
        CLUSTERS.west().saslClientConfig(ListenerKind.SASL, "SCRAM-SHA-512", "mirror", password),
        "pass-");
  }
}
