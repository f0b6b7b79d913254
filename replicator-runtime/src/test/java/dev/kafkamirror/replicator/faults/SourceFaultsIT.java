package dev.kafkamirror.replicator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source that aborts, hides, removes and loses records. */
@ExtendWith(FaultClusters.Extension.class)
class SourceFaultsIT {
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Test
  void abortedTransactionsAreLeftOutAndHangingOnesHoldUpTheirPartitionOnly(FaultClusters clusters)
      throws Exception {
    TestTopic source = clusters.create("transactions", 2, Map.of());
    TestTopic remote = clusters.remote(source);
    try (Mirror mirror = Mirror.between(clusters, source.name());
        var hanging = source.producer(Map.of("transactional.id", "hanging"));
        var mixed = source.producer(Map.of("transactional.id", "mixed", "linger.ms", 5));
        Admin admin = clusters.east().admin()) {
      Mirror.awaitReplicating(mirror.pod(), 2);
      hanging.initTransactions();
      hanging.beginTransaction();
      var _ = hanging.send(source.record(0, 1_000_000));
      hanging.flush();
      mixed.initTransactions();
      for (int round = 0; round < 20; round++) {
        transaction(mixed, source, round);
      }
      Copies.awaitCount(remote, 1, 100);
      assertThat(remote.records(0)).isEmpty();

      admin.fenceProducers(List.of("hanging")).all().get();

      await().atMost(FaultClusters.PATIENCE).until(() -> source.records(0).size() == 100);
      Copies.awaitEqual(source, remote, 2);
    }
  }

  /** Ten records into each of two partitions; every other time they are aborted. */
  private static void transaction(
      KafkaProducer<byte[], byte[]> producer, TestTopic topic, int round) {
    producer.beginTransaction();
    for (int i = 0; i < 20; i++) {
      var _ = producer.send(topic.record(i % 2, round * 20 + i));
    }
    producer.flush();
    if (round % 2 == 0) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  @Test
  void whatCompactionLeavesArrivesWhileItGoesOn(FaultClusters clusters) {
    TestTopic source =
        clusters.create(
            "compacting",
            1,
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "50",
                "min.cleanable.dirty.ratio", "0.01",
                "max.compaction.lag.ms", "100"));
    // The remote topic keeps everything, so that it shows what arrived.
    TestTopic remote =
        TestTopic.create(clusters.west(), new NewTopic("east.compacting", 1, (short) 2), Map.of());
    int[] written = {0};
    writeUntilCompacted(source, written);
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      Mirror.awaitReplicating(mirror.pod(), 1);

      writeUntilCompacted(source, written);
      writeUntilCompacted(source, written);

      source.produce(
          Map.of(), 1, i -> TestTopic.keyed(source.record(0, written[0]), "the last one"));
      Copies.awaitNothingLost(source, remote, 1);
      assertThat(remote.records(0)).as("no record twice").hasSizeLessThanOrEqualTo(written[0] + 1);
      assertThat(remote.contents(0)).doesNotHaveDuplicates();
    }
  }

  /** Writes records with few keys until the cleaner has removed some of these. */
  private static void writeUntilCompacted(TestTopic topic, int[] written) {
    int kept = topic.records(0).size();
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(
            () -> {
              int first = written[0];
              topic.produce(
                  Map.of("compression.type", "zstd", "linger.ms", 20),
                  200,
                  i -> TestTopic.keyed(topic.record(0, first + i), "key " + (first + i) % 7));
              written[0] += 200;
              return topic.records(0).size() < kept + 200;
            });
  }

  @Test
  void recordsThatRetentionRemovedTooEarlyAreNamedAndLeftOutWhenTheUserSaysSo(
      FaultClusters clusters) throws Exception {
    TestTopic source = clusters.create("retention", 1, Map.of());
    TestTopic remote = clusters.remote(source);
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      source.produce(Map.of(), 100, i -> source.record(0, i));
      ReplicatorProcess first = mirror.pod();
      Copies.awaitEqual(source, remote, 1);
      List<String> before = remote.contents(0);
      first.process().stop(GRACE);
      source.produce(Map.of(), 100, i -> source.record(0, 100 + i));
      try (Admin admin = clusters.east().admin()) {
        var upTo = RecordsToDelete.beforeOffset(150);
        admin.deleteRecords(Map.of(source.partition(0), upTo)).all().get();
      }

      ReplicatorProcess second = mirror.pod();
      assertThat(Mirror.awaitFailure(second, source, "RetentionOverrun").message())
          .contains("100 to 149");
      assertThat(remote.contents(0)).isEqualTo(before);
      mirror.set(", onDataLoss: Continue");

      List<String> expected = new ArrayList<>(before);
      expected.addAll(source.contents(0));
      Copies.awaitCount(remote, 0, 150);
      Copies.assertEqual(expected, remote, 0);
    }
  }

  @Test
  void recordsThatAnUncleanElectionTookBackAreNamedAndTheNewOnesFollowWhenTheUserSaysSo(
      FaultClusters clusters) {
    KafkaCluster east = clusters.east();
    TestTopic source =
        clusters.create("truncated", 1, Map.of("unclean.leader.election.enable", "true"));
    TestTopic remote = clusters.remote(source);
    FaultClusters.lead(east, 0, source);
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      ReplicatorProcess pod = mirror.pod();
      source.produce(Map.of(), 50, i -> source.record(0, i));
      FaultClusters.awaitInSync(east, source);
      east.killBroker(1);
      source.produce(Map.of(), 20, i -> source.record(0, 1_000 + i));
      Copies.awaitEqual(source, remote, 1);
      List<String> before = remote.contents(0);

      east.killBroker(0);
      east.startBroker(1);
      await()
          .atMost(FaultClusters.PATIENCE)
          .until(() -> FaultClusters.partitions(east, source).getFirst().leader().id() == 1);
      source.produce(Map.of(), 30, i -> source.record(0, 2_000 + i));
      east.startBroker(0);

      assertThat(Mirror.awaitFailure(pod, source, "SourceTruncated").message())
          .contains("50 to 69");
      assertThat(remote.contents(0)).isEqualTo(before);
      mirror.set(", onDataLoss: Continue");

      List<String> expected = new ArrayList<>(before);
      expected.addAll(source.contents(0).subList(50, 80));
      Copies.awaitCount(remote, 0, 100);
      Copies.assertEqual(expected, remote, 0);
    }
  }
}
