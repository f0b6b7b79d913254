package dev.kafkamirror.replicator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRecords;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A target that loses records, has others in between, or does not take some. */
@ExtendWith(FaultClusters.Extension.class)
class TargetFaultsIT {

  @Test
  void recordsThatTheTargetLostInAnUncleanElectionAreMirroredAgainAndNamed(FaultClusters clusters) {
    KafkaCluster west = clusters.west();
    TestTopic source = clusters.create("lost", 1, Map.of());
    TestTopic remote =
        TestTopic.create(
            west,
            new NewTopic("east.lost", 1, (short) 2),
            Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1"));
    FaultClusters.lead(west, 0, remote);
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      ReplicatorProcess pod = mirror.pod();
      source.produce(Map.of(), 50, i -> source.record(0, i));
      Copies.awaitEqual(source, remote, 1);
      FaultClusters.awaitInSync(west, remote);
      west.killBroker(1);
      source.produce(Map.of(), 20, i -> source.record(0, 1_000 + i));
      Copies.awaitEqual(source, remote, 1);

      west.killBroker(0);
      west.startBroker(1);
      await()
          .atMost(FaultClusters.PATIENCE)
          .until(() -> FaultClusters.partitions(west, remote).getFirst().leader().id() == 1);
      west.startBroker(0);
      source.produce(Map.of(), 30, i -> source.record(0, 2_000 + i));

      Copies.awaitEqual(source, remote, 1);
      DataLoss loss = awaitLoss(pod);
      assertThat(loss.last().reason()).isEqualTo("TargetTruncated");
      assertThat(loss.last().fromOffset()).isEqualTo(50);
      assertThat(loss.last().toOffset()).isEqualTo(69);
    }
  }

  private static DataLoss awaitLoss(ReplicatorProcess pod) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .until(() -> pod.status().map(ReplicatorStatus::dataLoss).map(DataLoss::last).isPresent());
    return pod.status().orElseThrow().dataLoss();
  }

  @Test
  void recordsOfAForeignWriterStayAndEveryRecordOfTheSourceComesOnceAroundThem(
      FaultClusters clusters) {
    TestTopic source = clusters.create("foreign", 1, Map.of());
    TestTopic remote = clusters.remote(source);
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      ReplicatorProcess pod = mirror.pod();
      source.produce(Map.of(), 50, i -> source.record(0, i));
      Copies.awaitEqual(source, remote, 1);
      List<String> expected = new ArrayList<>(source.contents(0));

      remote.produce(Map.of(), 5, i -> remote.record(0, 5_000 + i));
      List<String> both = remote.contents(0);
      source.produce(Map.of(), 50, i -> source.record(0, 50 + i));

      expected.addAll(both.subList(50, 55));
      expected.addAll(source.contents(0).subList(50, 100));
      Copies.awaitCount(remote, 0, 105);
      Copies.assertEqual(expected, remote, 0);
      await()
          .atMost(FaultClusters.PATIENCE)
          .until(() -> foreign(pod).map(ForeignRecords::records).filter(n -> n == 5).isPresent());
      assertThat(foreign(pod).orElseThrow().last().fromOffset()).isEqualTo(50);
      assertThat(foreign(pod).orElseThrow().last().toOffset()).isEqualTo(54);
      assertThat(Mirror.failures(pod)).isEmpty();
    }
  }

  private static Optional<ForeignRecords> foreign(ReplicatorProcess pod) {
    return pod.status().map(ReplicatorStatus::foreignRecords);
  }

  @Test
  void aRecordThatIsTooLargeStopsItsPartitionUntilTheUserSaysWhatToDo(FaultClusters clusters) {
    TestTopic source = clusters.create("oversize", 1, Map.of());
    TestTopic remote =
        TestTopic.create(
            clusters.west(),
            new NewTopic("east.oversize", 1, (short) 2),
            Map.of("max.message.bytes", "4000"));
    try (Mirror mirror = Mirror.between(clusters, source.name())) {
      ReplicatorProcess pod = mirror.pod();
      source.produce(Map.of(), 10, i -> i == 5 ? large(source, i) : source.record(0, i));
      assertThat(Mirror.awaitFailure(pod, source, "RecordTooLarge").message())
          .contains("offset 5 of oversize-0");

      mirror.set("", "onRecordError: Skip");
      Copies.awaitCount(remote, 0, 9);
      mirror.set("", "onRecordError: DeadLetter, deadLetterTopic: oversize-letters");
      source.produce(Map.of(), 10, i -> i == 5 ? large(source, 15) : source.record(0, 10 + i));
      Copies.awaitCount(remote, 0, 18);

      List<String> expected = new ArrayList<>(source.contents(0));
      expected.remove(15);
      expected.remove(5);
      Copies.assertEqual(expected, remote, 0);
      await().atMost(FaultClusters.PATIENCE).until(() -> awaitLoss(pod).records() == 2);
      var letters = TestTopic.of(clusters.west(), "oversize-letters").records(0);
      assertThat(letters)
          .extracting(
              r -> new String(r.headers().lastHeader("kafkamirror.source.offset").value(), UTF_8))
          .containsExactly("15");
    }
  }

  private static ProducerRecord<byte[], byte[]> large(TestTopic topic, int i) {
    return new ProducerRecord<>(topic.name(), 0, 5L, TestTopic.bytes("" + i), new byte[9_000]);
  }
}
