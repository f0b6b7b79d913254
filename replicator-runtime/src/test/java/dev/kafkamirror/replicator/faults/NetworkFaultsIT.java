package dev.kafkamirror.replicator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.network.Link;
import dev.kafkamirror.replicator.faults.Damage.Way;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections between a pod and its clusters that break, fall silent or are slow. */
@ExtendWith(FaultClusters.Extension.class)
class NetworkFaultsIT {
  private static final int PARTITIONS = 4;

  @Test
  void connectionsThatAreCutLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("cut", PARTITIONS, Map.of());
    try (Mirror mirror = through(clusters, source);
        Load load = new Load(source, PARTITIONS)) {
      ReplicatorProcess pod = mirror.pod();
      Mirror.awaitReplicating(pod, PARTITIONS);

      for (Link link : links(clusters.east(), clusters.west())) {
        link.cut();
        load.awaitMore(250);
        link.mend();
        load.awaitMore(250);
      }
      links(clusters.west()).forEach(Link::cut);
      awaitState(pod, FleetState.Joining);
      links(clusters.west()).forEach(Link::mend);

      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  @Test
  void connectionsThatFallSilentLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("silent", PARTITIONS, Map.of());
    try (Mirror mirror = through(clusters, source);
        Load load = new Load(source, PARTITIONS)) {
      ReplicatorProcess pod = mirror.pod();
      for (KafkaCluster cluster : List.of(clusters.east(), clusters.west())) {
        Mirror.awaitReplicating(pod, PARTITIONS);
        awaitReachable(pod);
        links(cluster).forEach(Link::stall);
        awaitNoticed(pod);
        load.awaitMore(250);
        links(cluster).forEach(Link::mend);
      }

      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  @Test
  void slowConnectionsLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("slow", PARTITIONS, Map.of());
    for (Link link : links(clusters.east(), clusters.west())) {
      link.latency(Duration.ofMillis(200));
      link.bandwidth(200);
    }
    try (Mirror mirror = through(clusters, source);
        Load load = new Load(source, PARTITIONS)) {
      Mirror.awaitReplicating(mirror.pod(), PARTITIONS);
      load.awaitMore(1_250);

      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  @Test
  void aBatchThatIsDamagedOnTheWayFromTheSourceIsFetchedAgain(FaultClusters clusters) {
    assertDamageHeals(clusters, "bent", clusters.east(), Way.FROM_SERVER);
  }

  @Test
  void aBatchThatIsDamagedOnTheWayToTheTargetIsRefusedAndSentAgain(FaultClusters clusters) {
    assertDamageHeals(clusters, "broken", clusters.west(), Way.TO_SERVER);
  }

  private void assertDamageHeals(
      FaultClusters clusters, String name, KafkaCluster damaged, Way way) {
    TestTopic source = clusters.create(name, PARTITIONS, Map.of());
    try (Damage damage = new Damage("damage me", 1);
        Mirror mirror = through(clusters, source)) {
      links(damaged).forEach(link -> damage.on(link, way));
      Mirror.awaitReplicating(mirror.pod(), PARTITIONS);

      source.produce(
          Map.of("linger.ms", 50),
          400,
          i -> TestTopic.keyed(source.record(i % PARTITIONS, i), "damage me " + i));

      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
      assertThat(damage.done()).isTrue();
    }
  }

  private Mirror through(FaultClusters clusters, TestTopic source) {
    return new Mirror(
            source.name(),
            clusters.east().bootstrapServers(ListenerKind.PROXIED),
            clusters.west().bootstrapServers(ListenerKind.PROXIED))
        .set("");
  }

  private static void awaitReachable(ReplicatorProcess pod) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(
            () ->
                pod.status()
                    .filter(s -> s.source().state() == ClusterState.Reachable)
                    .filter(s -> s.target().state() == ClusterState.Reachable)
                    .isPresent());
  }

  /** Waits until the pod says that it does not reach one of its clusters. */
  private static void awaitNoticed(ReplicatorProcess pod) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(
            () ->
                pod.status()
                    .filter(
                        s ->
                            s.source().state() != ClusterState.Reachable
                                || s.target().state() != ClusterState.Reachable)
                    .isPresent());
  }

  private static void awaitState(ReplicatorProcess pod, FleetState state) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(() -> pod.status().filter(s -> s.fleetState() == state).isPresent());
  }

  private static List<Link> links(KafkaCluster... clusters) {
    return Stream.of(clusters)
        .flatMap(cluster -> cluster.brokerIds().stream().map(cluster::link))
        .toList();
  }
}
