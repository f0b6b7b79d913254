package dev.kafkamirror.replicator.faults;

import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Brokers that are killed and leaders that move, on both sides and under load. */
@ExtendWith(FaultClusters.Extension.class)
class BrokerFaultsIT {
  private static final int PARTITIONS = 4;

  @Test
  void killedBrokersOfTheSourceLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("source-killed", PARTITIONS, Map.of());
    try (Mirror mirror = Mirror.between(clusters, source.name());
        Load load = new Load(source, PARTITIONS)) {
      Mirror.awaitReplicating(mirror.pod(), PARTITIONS);

      FaultClusters.killEach(clusters.east(), source, () -> load.awaitMore(250));

      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  @Test
  void killedBrokersOfTheTargetLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("target-killed", PARTITIONS, Map.of());
    TestTopic remote = clusters.remote(source);
    try (Mirror mirror = Mirror.between(clusters, source.name());
        Load load = new Load(source, PARTITIONS)) {
      Mirror.awaitReplicating(mirror.pod(), PARTITIONS);

      FaultClusters.killEach(clusters.west(), remote, () -> load.awaitMore(1_250));

      load.stop();
      Copies.awaitEqual(source, remote, PARTITIONS);
    }
  }

  @Test
  void leadersThatMoveLoseAndRepeatNothing(FaultClusters clusters) {
    TestTopic source = clusters.create("leaders", PARTITIONS, Map.of());
    TestTopic remote = clusters.remote(source);
    try (Mirror mirror = Mirror.between(clusters, source.name());
        Load load = new Load(source, PARTITIONS)) {
      Mirror.awaitReplicating(mirror.pod(), PARTITIONS);

      for (int broker : clusters.east().brokerIds()) {
        FaultClusters.lead(clusters.east(), broker, source);
        load.awaitMore(125);
        FaultClusters.lead(clusters.west(), broker, remote);
        load.awaitMore(125);
      }

      load.stop();
      Copies.awaitEqual(source, remote, PARTITIONS);
    }
  }
}
