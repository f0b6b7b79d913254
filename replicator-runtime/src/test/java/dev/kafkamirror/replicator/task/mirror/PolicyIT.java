package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitState;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnDataLoss;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.policy.TopicPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import dev.kafkamirror.replicator.topic.NameSelectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a task does where its policy leaves it a choice, between two real clusters. */
class PolicyIT {
  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(
          east ->
              east.brokers(2)
                  .property(
                      "replica.selector.class",
                      "org.apache.kafka.common.replica.RackAwareReplicaSelector"),
          west -> west);

  @Test
  void stopsWhereRetentionOvertookItAndGoesOnWithoutTheRangeOnceThePolicySaysSo() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "overtaken", 2, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.overtaken", 2, Map.of());
    source.produce(Map.of("linger.ms", 5), 200, i -> source.record(i % 2, i));
    deleteBefore(source, 60);

    try (MirrorTask task = task("overtaken")) {
      task.add(new CopyOrder(source.partition(0), target.partition(0), 10));
      copyFromTheStart(task, source, target, 1);
      awaitState(task, source, Phase.Failed, "RetentionOverrun");
      assertThat(task.partitions().get(source.partition(0)).losses().last()).isNull();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(target.records(1)).hasSize(100));

      task.apply(policy(OnDataLoss.Continue));
      awaitCaughtUp(task, source, 2);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(40);
      DataLoss loss = task.partitions().get(source.partition(0)).losses().last();
      assertThat(loss).isEqualTo(new DataLoss(10, 60, Reason.RetentionOverrun, loss.timeMs()));
    }
  }

  @Test
  void goesOnWithAnEmptySourceWhoseRecordsAreGone() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "emptied", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.emptied", 1, Map.of());
    source.produce(Map.of(), 50, i -> source.record(0, i));
    deleteBefore(source, 50);

    try (MirrorTask task = task("emptied")) {
      task.apply(policy(OnDataLoss.Continue));
      task.add(new CopyOrder(source.partition(0), target.partition(0), 20));
      awaitCaughtUp(task, source, 1);

      PartitionState state = task.partitions().get(source.partition(0));
      assertThat(state.position().sourceOffset()).isEqualTo(50);
      assertThat(state.losses().total().records()).isEqualTo(30);
    }
  }

  @Test
  void goesOnWhereTheSourceEndsWhenItHasLostWhatWasCopied() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "shorter", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.shorter", 1, Map.of());
    source.produce(Map.of(), 30, i -> source.record(0, i));

    try (MirrorTask task = task("shorter")) {
      task.add(new CopyOrder(source.partition(0), target.partition(0), 80));
      awaitState(task, source, Phase.Failed, "SourceTruncated");

      task.apply(policy(OnDataLoss.Continue));
      awaitCaughtUp(task, source, 1);
      source.produce(Map.of(), 5, i -> source.record(0, 1_000 + i));
      awaitCaughtUp(task, source, 1);

      assertThat(target.records(0)).hasSize(5);
      DataLoss loss = task.partitions().get(source.partition(0)).losses().last();
      assertThat(loss).isEqualTo(new DataLoss(30, 80, Reason.SourceTruncated, loss.timeMs()));
    }
  }

  @Test
  void copiesOpenTransactionsAtOnceWhenThePolicySaysSo() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "open", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.open", 1, Map.of());
    try (var producer = source.producer(Map.of("transactional.id", "open"));
        MirrorTask task = task("open")) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 10; i++) {
        var _ = producer.send(source.record(0, i));
      }
      producer.flush();
      copy(task, source, target, 1);
      awaitState(task, source, Phase.Running, null);
      assertThat(target.records(0)).isEmpty();

      task.apply(policy(IsolationLevel.ReadUncommitted, ""));

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(target.records(0)).hasSize(10));
      producer.abortTransaction();
    }
  }

  @Test
  void fetchesFromTheReplicaInItsRackAndFromTheLeaderWhenThatOneIsGone() throws Exception {
    TestTopic source =
        TestTopic.create(
            CLUSTERS.east(),
            new NewTopic("near", Optional.of(1), Optional.of((short) 2)),
            Map.of("min.insync.replicas", "1"));
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.near", 1, Map.of());
    source.produce(Map.of(), 100, i -> source.record(0, i));
    int leader = leader(source);
    int follower =
        CLUSTERS.east().brokerIds().stream().filter(id -> id != leader).findFirst().orElseThrow();

    try (MirrorTask task = task("near")) {
      task.apply(policy(IsolationLevel.ReadCommitted, "rack-" + follower));
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
      assertThat(task.partitions().get(source.partition(0)).fetchedFrom()).isEqualTo(follower);

      CLUSTERS.east().stopBroker(follower);
      source.produce(Map.of(), 100, i -> source.record(0, 100 + i));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(task.partitions().get(source.partition(0)).fetchedFrom())
                      .isEqualTo(leader));
      awaitCaughtUp(task, source, 1);
      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(200);
    } finally {
      CLUSTERS.east().startBroker(follower);
    }
  }

  /** The slow topic would take minutes, so that the other one is through long before. */
  @Test
  void aTopicWithALimitLetsOthersPassAndHurriesWhenTheLimitIsTakenAway() {
    TestTopic slow = TestTopic.create(CLUSTERS.east(), "slow", 1, Map.of());
    TestTopic slowCopy = TestTopic.create(CLUSTERS.west(), "east.slow", 1, Map.of());
    TestTopic fast = TestTopic.create(CLUSTERS.east(), "fast", 1, Map.of());
    TestTopic fastCopy = TestTopic.create(CLUSTERS.west(), "east.fast", 1, Map.of());
    byte[] value = new byte[1_000];
    for (TestTopic topic : List.of(slow, fast)) {
      topic.produce(
          Map.of("batch.size", 10_000),
          2_000,
          i -> new ProducerRecord<>(topic.name(), 0, 0L, TestTopic.bytes("" + i), value));
    }

    try (MirrorTask task = task("limit")) {
      task.apply(limit("slow", 10_000L));
      copy(task, slow, slowCopy, 1);
      copy(task, fast, fastCopy, 1);
      awaitCaughtUp(task, fast, 1);
      assertThat(task.partitions().get(slow.partition(0)).records()).isLessThan(2_000);

      task.apply(CopyPolicy.DEFAULT);
      awaitCaughtUp(task, slow, 1);
      assertThat(slowCopy.contents(0)).isEqualTo(slow.contents(0));
    }
  }

  @Test
  void aRecordThatTheTargetRefusesIsLeftOutOrPutIntoTheDeadLetterTopicAsThePolicySays() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "large", 1, Map.of());
    TestTopic target =
        TestTopic.create(CLUSTERS.west(), "east.large", 1, Map.of("max.message.bytes", "4000"));
    byte[] tooMuch = new byte[9_000];
    source.produce(
        Map.of("linger.ms", 50),
        20,
        i ->
            i % 8 == 5 ? new ProducerRecord<>("large", 0, 5L, null, tooMuch) : source.record(0, i));

    try (MirrorTask task = task("large")) {
      copy(task, source, target, 1);
      awaitState(task, source, Phase.Failed, "RecordTooLarge");
      assertThat(task.partitions().get(source.partition(0)).error()).contains("offset 5 of");
      assertThat(target.records(0)).hasSize(5);
    }
    try (MirrorTask task = task("letters")) {
      task.apply(
          onRecordError(
              new DeliverySpec(
                  DeliverySpec.Fencing.Preferred, OnRecordError.DeadLetter, "letters")));
      task.add(new CopyOrder(source.partition(0), target.partition(0), 5));
      awaitCaughtUp(task, source, 1);

      assertThat(target.records(0)).hasSize(18);
      var letters = TestTopic.of(CLUSTERS.west(), "letters").records(0);
      assertThat(letters)
          .extracting(r -> new String(r.headers().lastHeader(OFFSET).value(), UTF_8))
          .containsExactly("5", "13");
      assertThat(letters.getFirst().value()).isEqualTo(tooMuch);
      assertThat(letters.getFirst().timestamp()).isEqualTo(5);
      assertThat(task.partitions().get(source.partition(0)).losses().byReason())
          .containsEntry(Reason.RecordDeadLettered, new Losses.Sum(2, 2));
    }
  }

  @Test
  void aDeadLetterTopicThatCannotBeWrittenToHoldsUpThePartitionUntilItCan() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "held", 1, Map.of());
    TestTopic target =
        TestTopic.create(CLUSTERS.west(), "east.held", 1, Map.of("max.message.bytes", "4000"));
    TestTopic letters =
        TestTopic.create(CLUSTERS.west(), "narrow", 1, Map.of("max.message.bytes", "500"));
    byte[] tooMuch = new byte[9_000];
    source.produce(
        Map.of(),
        10,
        i -> i == 5 ? new ProducerRecord<>("held", 0, 5L, null, tooMuch) : source.record(0, i));

    try (MirrorTask task = task("held")) {
      task.apply(
          onRecordError(
              new DeliverySpec(
                  DeliverySpec.Fencing.Preferred, OnRecordError.DeadLetter, "narrow")));
      copy(task, source, target, 1);
      awaitState(task, source, Phase.Retrying, "DeadLetterFailed");
      assertThat(task.partitions().get(source.partition(0)).error()).contains("narrow", "offset 5");

      allow(letters, 100_000);
      awaitCaughtUp(task, source, 1);

      assertThat(target.records(0)).hasSize(9);
      assertThat(letters.records(0)).hasSize(1);
    }
  }

  private static void allow(TestTopic topic, int bytes)
      throws ExecutionException, InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    var entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
    try (Admin admin = Admin.create(topic.client())) {
      admin
          .incrementalAlterConfigs(
              Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  @Test
  void copiesAgainWhatTheTargetNoLongerHas() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "again", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.again", 1, Map.of());
    source.produce(Map.of("linger.ms", 5), 50, i -> source.record(0, i));
    try (MirrorTask task = task("first")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
    }
    source.produce(Map.of("linger.ms", 5), 50, i -> source.record(0, 50 + i));

    // As if the target had acknowledged 80 records and lost 30 of them since.
    var ranges = OffsetRanges.NONE.append(new OffsetRange(0, 0, 80));
    Copied acknowledged = new Copied(new Position(80, 80, -1), ranges);
    try (MirrorTask task = task("second")) {
      task.add(
          new CopyOrder(source.partition(0), target.partition(0), acknowledged, Uuid.ZERO_UUID));
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(100);
      DataLoss loss = task.partitions().get(source.partition(0)).losses().last();
      assertThat(loss).isEqualTo(new DataLoss(50, 80, Reason.TargetTruncated, loss.timeMs()));
    }
  }

  private static final String OFFSET = "kafkamirror.source.offset";

  private static void copyFromTheStart(
      MirrorTask task, TestTopic source, TestTopic target, int partition) {
    task.add(
        new CopyOrder(
            source.partition(partition), target.partition(partition), CopyOrder.EARLIEST));
  }

  private static void deleteBefore(TestTopic topic, long offset)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(topic.client())) {
      admin
          .deleteRecords(Map.of(topic.partition(0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private static int leader(TestTopic topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(topic.client())) {
      return admin
          .describeTopics(List.of(topic.name()))
          .allTopicNames()
          .get()
          .get(topic.name())
          .partitions()
          .getFirst()
          .leader()
          .id();
    }
  }

  private static CopyPolicy onRecordError(DeliverySpec delivery) {
    CopyPolicy other = CopyPolicy.DEFAULT;
    return new CopyPolicy(
        other.isolation(),
        other.rack(),
        other.onDataLoss(),
        other.onSourceRecreate(),
        delivery,
        null,
        other.otherTopics(),
        List.of());
  }

  private static CopyPolicy policy(OnDataLoss onDataLoss) {
    return policy(IsolationLevel.ReadCommitted, "", onDataLoss, List.of());
  }

  private static CopyPolicy policy(IsolationLevel isolation, String rack) {
    return policy(isolation, rack, OnDataLoss.Fail, List.of());
  }

  private static CopyPolicy limit(String topic, long bytesPerSecond) {
    var selector = new NameSelectors(List.of(new NameSelector(topic, null, null)), List.of());
    var limited = new TopicPolicy(CopyPolicy.DEFAULT.otherTopics().startFrom(), 0, bytesPerSecond);
    return policy(
        IsolationLevel.ReadCommitted,
        "",
        OnDataLoss.Fail,
        List.of(new CopyPolicy.Selected(selector, limited)));
  }

  private static CopyPolicy policy(
      IsolationLevel isolation,
      String rack,
      OnDataLoss onDataLoss,
      List<CopyPolicy.Selected> topics) {
    return new CopyPolicy(
        isolation,
        rack,
        onDataLoss,
        OnSourceRecreate.Fail,
        CopyPolicy.DEFAULT.delivery(),
        null,
        CopyPolicy.DEFAULT.otherTopics(),
        topics);
  }

  private static MirrorTask task(String name) {
    return new MirrorTask(
        name, settings(CLUSTERS.east()), settings(CLUSTERS.west()), TaskLimits.defaults(), null);
  }
}
