package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.fence.Fence;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.resume.ExactResume;
import dev.kafkamirror.replicator.resume.LogBounds;
import dev.kafkamirror.replicator.resume.LostPartition;
import dev.kafkamirror.replicator.resume.ResumePoint;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that are gone without a word, and where their successors go on. */
class ExactResumeIT {
  private static final Position START = new Position(0, 0, -1);
  private static KafkaCluster cluster;
  private static ExactResume resume;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.builder("resume").property("log.cleaner.backoff.ms", "100").start();
    resume =
        new ExactResume(
            settings(cluster),
            settings(cluster),
            IsolationLevel.READ_COMMITTED,
            false,
            null,
            "exact-resume");
  }

  @AfterAll
  static void stop() {
    resume.close();
    cluster.close();
  }

  @Test
  void losesAndRepeatsNothingWhenAnOwnerUnderLoadIsGone() throws Exception {
    TestTopic source = TestTopic.create(cluster, "load", 4, Map.of());
    TestTopic target = TestTopic.create(cluster, "east.load", 4, Map.of());
    Map<Integer, Copied> copied = new HashMap<>();
    for (int p = 0; p < 4; p++) {
      copied.put(p, Copied.upTo(START));
    }
    try (var load = new Load(source, 4);
        var fence = new Fence(settings(cluster), "fence")) {
      for (int owner = 0; owner < 4; owner++) {
        String writer = "mm2-load-" + owner;
        Map<Integer, Position> stored = new HashMap<>();
        try (MirrorTask task = task(writer)) {
          task.identified().get(60, SECONDS);
          copied.forEach((p, from) -> task.add(order(source, target, p, from)));
          load.awaitMore(100);
          for (int p = 0; p < 4; p++) {
            stored.put(p, task.partitions().get(source.partition(p)).position());
          }
          load.awaitMore(100);
        }
        fence
            .fence(
                writer,
                Set.of(
                    target.partition(0),
                    target.partition(1),
                    target.partition(2),
                    target.partition(3)))
            .get(60, SECONDS);
        var points =
            resume.find(
                stored.entrySet().stream()
                    .map(e -> lost(source, target, e.getKey(), e.getValue()))
                    .toList());
        for (int p = 0; p < 4; p++) {
          ResumePoint point = points.get(source.partition(p)).get(60, SECONDS);
          assertThat(point.foreign()).isZero();
          assertThat(point.tail())
              .isEqualTo(point.position().sourceOffset() - stored.get(p).sourceOffset());
          copied.put(p, Copied.upTo(point.position()));
        }
      }
    }
    try (MirrorTask last = task("mm2-load-last")) {
      copied.forEach((p, from) -> last.add(order(source, target, p, from)));
      awaitCaughtUp(last, source, 4);
    }

    assertEqual(source, target, 4);
  }

  @Test
  void findsItBehindTransactionsOfTheSource() throws Exception {
    TestTopic source = TestTopic.create(cluster, "transactions", 1, Map.of());
    TestTopic target = TestTopic.create(cluster, "east.transactions", 1, Map.of());
    transactions(source, 0, 10);
    try (MirrorTask task = task(null)) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
    }
    long copied = source.end(0);
    transactions(source, 10, 12);

    ResumePoint point = find(source, target, START);

    assertThat(point.tail()).isEqualTo(100);
    assertThat(point.position().sourceOffset()).isBetween(lastOffset(source, 99) + 1, copied);
    assertThat(point.position().targetOffset()).isEqualTo(100);
    assertThat(point.ranges().stream().mapToLong(OffsetRange::count).sum()).isEqualTo(100);
    assertThat(point.gone()).isZero();
    goesOn(source, target, point);
  }

  private static void transactions(TestTopic source, int from, int to) {
    try (var aborting = source.producer(Map.of("transactional.id", "aborting" + from));
        var committing = source.producer(Map.of("transactional.id", "committing" + from))) {
      aborting.initTransactions();
      committing.initTransactions();
      for (int round = from; round < to; round++) {
        aborting.beginTransaction();
        committing.beginTransaction();
        for (int i = 0; i < 10; i++) {
          var _ = aborting.send(source.record(0, 1_000 + i));
          var _ = committing.send(source.record(0, round * 10 + i));
        }
        aborting.flush();
        committing.commitTransaction();
        aborting.abortTransaction();
      }
    }
  }

  @Test
  void findsItAfterTheSourceWasCompacted() throws Exception {
    TestTopic source =
        TestTopic.create(
            cluster,
            "compacted",
            1,
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "50",
                "min.cleanable.dirty.ratio", "0.01",
                "max.compaction.lag.ms", "100"));
    TestTopic target = TestTopic.create(cluster, "east.compacted", 1, Map.of());
    source.produce(
        Map.of(), 300, i -> TestTopic.keyed(source.record(0, i), "key " + (i % 3 == 0 ? i : 1)));
    try (MirrorTask task = task(null)) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
    }
    int copied = target.records(0).size();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              // A segment is closed, and with that cleaned, when the next record comes.
              source.produce(Map.of(), 1, i -> source.record(0, 5_000));
              return source.records(0).size() < 200;
            });

    ResumePoint point = find(source, target, START);

    assertThat(point.tail()).isEqualTo(copied);
    assertThat(point.gone()).isPositive();
    assertThat(point.foreign()).isZero();
    assertThat(point.position().sourceOffset()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({"CreateTime,CreateTime", "LogAppendTime,CreateTime", "CreateTime,LogAppendTime"})
  void findsItInTheMiddleOfABatchWhoeverSetsTheTimes(String atSource, String atTarget)
      throws Exception {
    String name = "times-" + atSource + "-" + atTarget;
    TestTopic source =
        TestTopic.create(cluster, name, 1, Map.of("message.timestamp.type", atSource));
    TestTopic target =
        TestTopic.create(cluster, "east." + name, 1, Map.of("message.timestamp.type", atTarget));
    source.produce(
        Map.of("compression.type", "zstd", "linger.ms", 500), 50, i -> source.record(0, i));
    try (MirrorTask task = task(null)) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
    }
    source.produce(Map.of(), 5, i -> source.record(0, 100 + i));

    ResumePoint point = find(source, target, new Position(17, 17, -1));

    assertThat(point.position().sourceOffset()).isEqualTo(50);
    assertThat(point.position().targetOffset()).isEqualTo(50);
    assertThat(point.ranges()).containsExactly(new OffsetRange(17, 17, 33));
    assertThat(point.foreign() + point.gone()).isZero();
  }

  @Test
  void tellsWhatIsStrangeAndAnswersForTheOthers() throws Exception {
    TestTopic source = TestTopic.create(cluster, "strange", 4, Map.of());
    TestTopic target = TestTopic.create(cluster, "east.strange", 4, Map.of());
    source.produce(Map.of(), 40, i -> source.record(i % 4, i));
    try (MirrorTask task = task(null)) {
      copy(task, source, target, 4);
      awaitCaughtUp(task, source, 4);
    }
    target.produce(Map.of(), 2, i -> target.record(1, 500 + i));
    delete(source.partition(2), 10);

    Map<TopicPartition, CompletableFuture<ResumePoint>> points =
        resume.find(
            List.of(
                lost(source, target, 0, new Position(90, 90, -1)),
                lost(source, target, 1, new Position(3, 3, -1)),
                lost(source, target, 2, new Position(3, 3, -1)),
                lost(source, target, 3, new Position(10, 10, 7)),
                new LostPartition(new TopicPartition("nowhere", 0), target.partition(0), START)));

    ResumePoint truncated = points.get(source.partition(0)).get(60, SECONDS);
    assertThat(truncated.targetTruncated()).isTrue();
    assertThat(truncated.sourceTruncated()).isTrue();
    assertThat(truncated.target()).isEqualTo(new LogBounds(0, 10));
    assertThat(truncated.position()).isEqualTo(new Position(90, 10, -1));
    ResumePoint foreign = points.get(source.partition(1)).get(60, SECONDS);
    assertThat(foreign.foreign()).isEqualTo(2);
    assertThat(foreign.position().sourceOffset()).isEqualTo(10);
    ResumePoint deleted = points.get(source.partition(2)).get(60, SECONDS);
    assertThat(deleted.source()).isEqualTo(new LogBounds(10, 10));
    assertThat(deleted.gone()).isEqualTo(7);
    assertThat(deleted.position().sourceOffset()).isEqualTo(10);
    ResumePoint nothing = points.get(source.partition(3)).get(60, SECONDS);
    assertThat(nothing.tail()).isZero();
    assertThat(nothing.position()).isEqualTo(new Position(10, 10, 7));
    assertThat(points.get(new TopicPartition("nowhere", 0)))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private static void delete(TopicPartition partition, long before) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
    }
  }

  private static void goesOn(TestTopic source, TestTopic target, ResumePoint point) {
    try (MirrorTask next = task(null)) {
      next.add(order(source, target, 0, Copied.upTo(point.position())));
      awaitCaughtUp(next, source, 1);
    }
    assertEqual(source, target, 1);
  }

  private static long lastOffset(TestTopic source, int index) {
    return source.records(0).get(index).offset();
  }

  private static ResumePoint find(TestTopic source, TestTopic target, Position stored)
      throws Exception {
    return resume
        .find(List.of(lost(source, target, 0, stored)))
        .get(source.partition(0))
        .get(60, SECONDS);
  }

  private static LostPartition lost(TestTopic source, TestTopic target, int p, Position stored) {
    return new LostPartition(source.partition(p), target.partition(p), stored);
  }

  private static CopyOrder order(TestTopic source, TestTopic target, int p, Copied from) {
    return new CopyOrder(source.partition(p), target.partition(p), from, Uuid.ZERO_UUID);
  }

  private static MirrorTask task(String transactionalId) {
    return new MirrorTask(
        transactionalId == null ? "plain" : transactionalId,
        settings(cluster),
        settings(cluster),
        TaskLimits.defaults(),
        transactionalId);
  }
}
