package dev.kafkamirror.replicator.faults;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods of one mirror that die, or seem to. */
@ExtendWith(FaultClusters.Extension.class)
class PodFaultsIT {
  private static final Logger LOG = LoggerFactory.getLogger(PodFaultsIT.class);
  private static final int PARTITIONS = 6;

  /** How often a pod is stopped and continued: more with {@code -Dfaults.rounds=10}. */
  private static final int ROUNDS = Integer.getInteger("faults.rounds", 1);

  @Test
  void theOthersTakeOverFromAKilledPodAtTheExactRecord(FaultClusters clusters) {
    TestTopic source = clusters.create("killed", PARTITIONS, Map.of());
    try (Mirror mirror = Mirror.between(clusters, source.name());
        Load load = new Load(source, PARTITIONS)) {
      ReplicatorProcess first = mirror.pod();
      Mirror.awaitReplicating(first, PARTITIONS);
      ReplicatorProcess second = mirror.pod();
      ReplicatorProcess third = mirror.pod();
      awaitShares(first, second, third);
      load.awaitMore(250);
      long killed = System.nanoTime();

      // The leader of the fleet goes as well as an owner.
      first.process().kill();

      awaitShares(second, third);
      LOG.info("taken over {} ms after SIGKILL", (System.nanoTime() - killed) / 1_000_000);
      load.awaitMore(250);
      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  @Test
  void aPodThatWasTakenForDeadLosesAndRepeatsNothingWhenItGoesOn(FaultClusters clusters) {
    TestTopic source = clusters.create("zombie", PARTITIONS, Map.of());
    try (Mirror mirror = Mirror.between(clusters, source.name());
        Load load = new Load(source, PARTITIONS)) {
      ReplicatorProcess one = mirror.pod();
      Mirror.awaitReplicating(one, PARTITIONS);
      ReplicatorProcess two = mirror.pod();
      for (int round = 0; round < ROUNDS; round++) {
        ReplicatorProcess zombie = round % 2 == 0 ? one : two;
        ReplicatorProcess successor = round % 2 == 0 ? two : one;
        awaitShares(one, two);
        load.awaitMore(250);

        zombie.process().suspend();
        Mirror.awaitReplicating(successor, PARTITIONS);
        load.awaitMore(250);
        zombie.process().proceed();
        load.awaitMore(250);
      }
      awaitShares(one, two);
      load.stop();
      Copies.awaitEqual(source, clusters.remote(source), PARTITIONS);
    }
  }

  /** Waits until each of these pods copies an even share. */
  private static void awaitShares(ReplicatorProcess... pods) {
    int even = PARTITIONS / pods.length;
    List<Integer> shares = Stream.of(pods).map(_ -> even).toList();
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(() -> Stream.of(pods).map(ReplicatorProcess::replicating).toList().equals(shares));
  }
}
