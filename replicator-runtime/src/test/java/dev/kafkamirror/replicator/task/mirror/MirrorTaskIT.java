package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitState;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task between two real clusters: what arrives is what was there. */
class MirrorTaskIT {
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void copiesRecordsOfEveryCodec(String codec) {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "codec-" + codec, 2, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.codec-" + codec, 2, Map.of());
    source.produce(
        Map.of("compression.type", codec, "linger.ms", 20), 2_000, i -> source.record(i % 2, i));

    try (MirrorTask task = task("codec-" + codec)) {
      copy(task, source, target, 2);
      awaitCaughtUp(task, source, 2);

      assertEqual(source, target, 1);
      assertThat(target.contents(1)).isEqualTo(source.contents(1)).hasSize(1_000);
    }
  }

  @Test
  void copiesRecordsWithoutKeyOrValue() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "nulls", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.nulls", 1, Map.of());
    source.produce(
        Map.of(),
        2,
        i -> new ProducerRecord<>("nulls", 0, i == 0 ? TestTopic.bytes("k") : null, null));

    try (MirrorTask task = task("nulls")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(2);
    }
  }

  @Test
  void copiesWhatCompactionLeft() {
    TestTopic source =
        TestTopic.create(
            CLUSTERS.east(),
            "compacted",
            1,
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "50",
                "min.cleanable.dirty.ratio", "0.01",
                "max.compaction.lag.ms", "100"));
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.compacted", 1, Map.of());
    for (String codec : List.of("none", "zstd")) {
      source.produce(
          Map.of("compression.type", codec, "linger.ms", 20),
          1_000,
          i -> TestTopic.keyed(source.record(0, i), "key " + (i % 3 == 0 ? i : i % 7)));
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              // A segment is closed, and with that cleaned, when the next record comes.
              source.produce(Map.of(), 1, i -> source.record(0, 5_000));
              return source.records(0).size() < 1_000;
            });

    try (MirrorTask task = task("compacted")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).containsSubsequence(source.contents(0));
    }
  }

  @Test
  void copiesCommittedTransactionsOnly() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "transactions", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.transactions", 1, Map.of());
    try (var aborting = source.producer(Map.of("transactional.id", "aborting", "linger.ms", 5));
        var committing = source.producer(Map.of("transactional.id", "committing"))) {
      aborting.initTransactions();
      committing.initTransactions();
      for (int round = 0; round < 10; round++) {
        aborting.beginTransaction();
        committing.beginTransaction();
        for (int i = 0; i < 20; i++) {
          var _ = aborting.send(source.record(0, 1_000 + i));
          var _ = committing.send(source.record(0, round * 20 + i));
        }
        aborting.flush();
        committing.commitTransaction();
        aborting.abortTransaction();
      }
    }
    source.produce(Map.of(), 3, i -> source.record(0, 9_000 + i));

    try (MirrorTask task = task("transactions")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(203);
    }
  }

  @Test
  void waitsForTheEndOfAnOpenTransaction() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "open", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.open", 1, Map.of());
    source.produce(Map.of(), 5, i -> source.record(0, i));
    try (var producer = source.producer(Map.of("transactional.id", "open"));
        MirrorTask task = task("open")) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(source.record(0, 100));
      producer.flush();
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
      assertThat(task.partitions().get(source.partition(0)).sourceEnd()).isEqualTo(5);
      assertThat(target.contents(0)).hasSize(5);

      producer.commitTransaction();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(6));
    }
  }

  @Test
  void keepsTheTimesThatTheSourcesBrokersSet() {
    TestTopic source =
        TestTopic.create(
            CLUSTERS.east(), "broker-time", 1, Map.of("message.timestamp.type", "LogAppendTime"));
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.broker-time", 1, Map.of());
    source.produce(Map.of("compression.type", "lz4"), 100, i -> source.record(0, i));

    try (MirrorTask task = task("broker-time")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(100);
    }
  }

  @Test
  void startsAtTheExactRecordAlsoWithinABatch() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "middle", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.middle", 1, Map.of());
    source.produce(
        Map.of("compression.type", "gzip", "linger.ms", 500), 50, i -> source.record(0, i));

    try (MirrorTask task = task("middle")) {
      task.add(new CopyOrder(source.partition(0), target.partition(0), 17));
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0).subList(17, 50));
      assertThat(task.partitions().get(source.partition(0)).position())
          .isEqualTo(new Position(50, 33, 0));
    }
  }

  @Test
  void losesAndRepeatsNothingWhenPartitionsChangeTasksUnderLoad() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "moving", 2, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.moving", 2, Map.of());
    try (var load = new Load(source, 2);
        MirrorTask one = task("moving-1");
        MirrorTask two = task("moving-2")) {
      copy(one, source, target, 2);
      await()
          .atMost(PATIENCE)
          .until(() -> one.partitions().get(source.partition(0)).position() != null);
      for (int round = 0; round < 6; round++) {
        MirrorTask from = round % 2 == 0 ? one : two;
        MirrorTask to = round % 2 == 0 ? two : one;
        load.awaitMore(50);
        Position position = from.release(source.partition(0)).get(1, TimeUnit.MINUTES).position();
        to.add(new CopyOrder(source.partition(0), target.partition(0), position.sourceOffset()));
      }
      load.stop();
      awaitCaughtUp(one, source, 2);

      assertEqual(source, target, 2);
    }
  }

  @Test
  void takesAPartitionBackThatItReleased() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "again", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.again", 1, Map.of());
    try (var load = new Load(source, 1);
        MirrorTask task = task("again")) {
      copy(task, source, target, 1);
      for (int round = 0; round < 5; round++) {
        load.awaitMore(25);
        Position position = task.release(source.partition(0)).get(1, TimeUnit.MINUTES).position();
        assertThat(task.partitions()).isEmpty();
        task.add(new CopyOrder(source.partition(0), target.partition(0), position.sourceOffset()));
      }
      load.stop();
      awaitCaughtUp(task, source, 1);

      assertEqual(source, target, 1);
    }
  }

  @Test
  void knowsTheEndOfAPartitionThatComesBackWithoutNews() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "no-news", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.no-news", 1, Map.of());
    source.produce(Map.of(), 10, i -> source.record(0, i));
    try (MirrorTask task = task("no-news")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
      for (int round = 0; round < 5; round++) {
        Position position = task.release(source.partition(0)).get(1, TimeUnit.MINUTES).position();
        task.add(new CopyOrder(source.partition(0), target.partition(0), position.sourceOffset()));
        awaitCaughtUp(task, source, 1);
      }
    }
  }

  @Test
  void copiesPartitionsThatComeWhileOthersWaitForRecords() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "joiners", 3, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.joiners", 3, Map.of());
    source.produce(Map.of(), 300, i -> source.record(i % 3, i));

    try (MirrorTask task = task("joiners")) {
      for (int p = 0; p < 3; p++) {
        task.add(new CopyOrder(source.partition(p), target.partition(p), CopyOrder.EARLIEST));
        awaitCaughtUp(task, source, p + 1);
      }
      source.produce(Map.of(), 300, i -> source.record(i % 3, 300 + i));
      awaitCaughtUp(task, source, 3);

      for (int p = 0; p < 3; p++) {
        assertThat(target.contents(p)).isEqualTo(source.contents(p)).hasSize(200);
      }
    }
  }

  @Test
  void copiesNothingWhilePausedAndSaysHowFarItFallsBehindAndGoesOnAfterwards() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "paused", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.paused", 1, Map.of());
    source.produce(Map.of(), 10, i -> source.record(0, i));
    try (MirrorTask task = task("paused")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
      task.pause();
      await()
          .atMost(PATIENCE)
          .until(() -> task.partitions().get(source.partition(0)).phase() == Phase.Paused);
      // Another partition shows that the loop has understood.
      TestTopic other = TestTopic.create(CLUSTERS.east(), "paused-too", 1, Map.of());
      TestTopic otherTarget = TestTopic.create(CLUSTERS.west(), "east.paused-too", 1, Map.of());
      copy(task, other, otherTarget, 1);
      await()
          .atMost(PATIENCE)
          .until(() -> task.partitions().get(other.partition(0)).position() != null);
      source.produce(Map.of(), 10, i -> source.record(0, 10 + i));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                PartitionState paused = task.partitions().get(source.partition(0));
                assertThat(paused.sourceEnd()).isEqualTo(20);
                assertThat(paused.position().sourceOffset()).isEqualTo(10);
              });
      assertThat(target.contents(0)).hasSize(10);

      task.resume();

      awaitCaughtUp(task, source, 1);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(20));
    }
  }

  @Test
  void waitsForTopicsThatAreNotThereYet() {
    TestTopic source = TestTopic.of(CLUSTERS.east(), "late");
    TestTopic target = TestTopic.of(CLUSTERS.west(), "east.late");
    try (MirrorTask task = task("late")) {
      copy(task, source, target, 1);
      awaitState(task, source, Phase.Retrying, "UnknownTopicOrPartition");

      TestTopic.create(CLUSTERS.east(), "late", 1, Map.of());
      source.produce(Map.of(), 10, i -> source.record(0, i));
      awaitState(task, source, Phase.Retrying, "UnknownTopicOrPartition");
      TestTopic.create(CLUSTERS.west(), "east.late", 1, Map.of());

      awaitCaughtUp(task, source, 1);
      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(10);
    }
  }

  @Test
  void failsOnePartitionThatTheTargetRefusesAndCopiesTheOthers() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "too-large", 1, Map.of());
    TestTopic target =
        TestTopic.create(CLUSTERS.west(), "east.too-large", 1, Map.of("max.message.bytes", "1000"));
    TestTopic good = TestTopic.create(CLUSTERS.east(), "not-too-large", 1, Map.of());
    TestTopic goodTarget = TestTopic.create(CLUSTERS.west(), "east.not-too-large", 1, Map.of());
    source.produce(Map.of(), 1, i -> new ProducerRecord<>("too-large", 0, null, new byte[5_000]));

    try (MirrorTask task = task("too-large")) {
      copy(task, source, target, 1);
      awaitState(task, source, Phase.Failed, "RecordTooLarge");
      good.produce(Map.of(), 10, i -> good.record(0, i));
      copy(task, good, goodTarget, 1);
      awaitCaughtUp(task, good, 1);

      assertThat(goodTarget.contents(0)).isEqualTo(good.contents(0)).hasSize(10);
      assertThat(target.contents(0)).isEmpty();
    }
  }

  @Test
  void namesTheRecordsThatTheSourceDeletedTooEarly() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "deleted", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.deleted", 1, Map.of());
    source.produce(Map.of(), 100, i -> source.record(0, i));
    try (Admin admin = CLUSTERS.east().admin()) {
      admin
          .deleteRecords(Map.of(source.partition(0), RecordsToDelete.beforeOffset(60)))
          .all()
          .get();
    }

    try (MirrorTask task = task("deleted")) {
      task.add(new CopyOrder(source.partition(0), target.partition(0), 20));
      awaitState(task, source, Phase.Failed, "RetentionOverrun");

      assertThat(task.partitions().get(source.partition(0)).error()).contains("20 to 59");
      assertThat(target.contents(0)).isEmpty();
      assertThat(
              task.release(source.partition(0)).get(1, TimeUnit.MINUTES).position().sourceOffset())
          .isEqualTo(20);
    }
  }

  @Test
  void doesNotTakeARecreatedTopicForTheOldOne() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "recreated", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.recreated", 1, Map.of());
    source.produce(Map.of(), 5, i -> source.record(0, i));
    try (MirrorTask task = task("recreated");
        Admin admin = CLUSTERS.east().admin()) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      admin.deleteTopics(List.of("recreated")).all().get();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> TestTopic.create(CLUSTERS.east(), "recreated", 1, Map.of()) != null);
      source.produce(Map.of(), 20, i -> source.record(0, i));

      awaitState(task, source, Phase.Failed, "SourceTopicRecreated");
      assertThat(target.contents(0)).hasSize(5);
    }
  }

  @Test
  void holdsLittleMemoryWhenAPartitionIsStuckAndCopiesTheOthers() {
    TestTopic stuck = TestTopic.create(CLUSTERS.east(), "stuck", 3, Map.of());
    TestTopic nowhere = TestTopic.of(CLUSTERS.west(), "east.stuck");
    TestTopic source = TestTopic.create(CLUSTERS.east(), "fluent", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.fluent", 1, Map.of());
    byte[] value = new byte[10_000];
    stuck.produce(Map.of(), 1_500, i -> new ProducerRecord<>("stuck", i % 3, 0L, null, value));
    source.produce(
        Map.of(),
        1_500,
        i -> new ProducerRecord<>("fluent", 0, 0L, TestTopic.bytes("" + i), value));
    int memory = 2 << 20;
    TaskLimits limits =
        new TaskLimits(memory, 1 << 20, 512 << 10, 1 << 20, 2, Duration.ofMinutes(1));

    try (MirrorTask task =
        new MirrorTask(
            "stuck", settings(CLUSTERS.east()), settings(CLUSTERS.west()), limits, null)) {
      copy(task, stuck, nowhere, 3);
      for (int p = 0; p < 3; p++) {
        var partition = stuck.partition(p);
        await()
            .atMost(PATIENCE)
            .until(() -> task.partitions().get(partition).oldestPendingTimestamp() == 0);
      }
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(1_500);
      assertThat(task.heldBytes()).isPositive().isLessThan(memory + (512 << 10));
      assertThat(task.partitions().get(stuck.partition(0)).reason())
          .isEqualTo("UnknownTopicOrPartition");
      // Never sent: nothing to settle.
      assertThat(task.release(stuck.partition(0)).thenApply(Copied::position))
          .succeedsWithin(PATIENCE)
          .isEqualTo(new Position(0, -1, -1));
    }
  }

  @Test
  void sendsInPartsWhatIsTooLargeForTheTargetAndLeavesOutWhatItRefuses() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "refused", 1, Map.of());
    TestTopic target =
        TestTopic.create(
            CLUSTERS.west(),
            "east.refused",
            1,
            Map.of(
                "max.message.bytes", "20000",
                "cleanup.policy", "compact",
                "min.cleanable.dirty.ratio", "1.0"));
    Set<Integer> withoutKey = Set.of(7, 8, 150);
    int large = 90;
    source.produce(
        Map.of("linger.ms", 200, "batch.size", 200_000, "compression.type", "lz4"),
        200,
        i -> {
          var record = source.record(0, i);
          byte[] value = new byte[i == large ? 50_000 : 1_000];
          new Random(i).nextBytes(value);
          byte[] key = withoutKey.contains(i) ? null : record.key();
          return new ProducerRecord<>(record.topic(), 0, record.timestamp(), key, value);
        });

    try (MirrorTask task = task("refused")) {
      task.apply(skipping());
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      List<String> expected = new ArrayList<>(source.contents(0));
      for (int refused : new int[] {150, large, 8, 7}) {
        expected.remove(refused);
      }
      assertThat(target.contents(0)).isEqualTo(expected).hasSize(196);
      assertThat(task.partitions().get(source.partition(0)).losses().byReason())
          .containsEntry(DataLoss.Reason.RecordSkipped, new Losses.Sum(3, 4));
    }
  }

  private static CopyPolicy skipping() {
    CopyPolicy policy = CopyPolicy.DEFAULT;
    return new CopyPolicy(
        policy.isolation(),
        policy.rack(),
        policy.onDataLoss(),
        policy.onSourceRecreate(),
        new DeliverySpec(policy.delivery().fencing(), DeliverySpec.OnRecordError.Skip, null),
        policy.bytesPerSecond(),
        policy.otherTopics(),
        policy.topics());
  }

  private static MirrorTask task(String name) {
    return new MirrorTask(
        name, settings(CLUSTERS.east()), settings(CLUSTERS.west()), TaskLimits.defaults(), null);
  }
}
