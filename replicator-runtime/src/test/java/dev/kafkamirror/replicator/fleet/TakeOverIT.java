package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.v1alpha1.ConnectSpec;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.mm2.OffsetSyncFormat;
import dev.kafkamirror.replicator.mm2.SourceOffsetFormat;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a MirrorMaker 2 in Kafka Connect has left behind, written here as it writes it, is taken
 * over. {@code cli.MirrorMakerTakeOverIT} does so with a real one.
 */
class TakeOverIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  private static ConnectSpec names(String prefix) {
    return new ConnectSpec(
        prefix + "connect", prefix + "offsets", prefix + "configs", prefix + "connector");
  }

  private static TestFlow flow(String prefix) {
    return TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), prefix);
  }

  private static TestTopic create(KafkaCluster cluster, String topic) {
    return TestTopic.create(cluster, topic, 1, Map.of());
  }

  private static void fill(TestTopic topic, int records) {
    topic.produce(Map.of(), records, i -> topic.record(0, i));
  }

  /** Copies records of the source, some of them, as MirrorMaker 2 does. */
  private static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, TestTopic remote) {
    return new ProducerRecord<>(
        remote.name(), 0, record.timestamp(), record.key(), record.value(), record.headers());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> task,
      List<ConsumerRecord<byte[], byte[]>> records,
      TestTopic remote) {
    for (var record : records) {
      var _ = task.send(copy(record, remote));
    }
  }

  private static void copy(TestTopic source, TestTopic remote, int records) {
    var all = source.records(0);
    remote.produce(Map.of(), records, i -> copy(all.get(i), remote));
  }

  private static void write(KafkaCluster cluster, String topic, byte[] key, byte[] value)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      CompactedTopic.ensure(admin, topic, 1, Map.of(), "target");
    }
    TestTopic internal = TestTopic.of(cluster, topic);
    internal.produce(Map.of(), 1, _ -> new ProducerRecord<>(topic, 0, key, value));
  }

  private static void syncOnSource(TestTopic source, long sourceOffset, long targetOffset)
      throws Exception {
    write(
        CLUSTERS.east(),
        "mm2-offset-syncs.west.internal",
        OffsetSyncFormat.key(source.partition(0)),
        OffsetSyncFormat.value(sourceOffset, targetOffset));
  }

  private static void remember(ConnectSpec names, TestTopic source, long lastCopied)
      throws Exception {
    write(
        CLUSTERS.west(),
        names.offsetsTopic(),
        SourceOffsetFormat.key(
            new SourceOffsetFormat.Key(names.connector(), "east", source.partition(0))),
        SourceOffsetFormat.value(lastCopied));
  }

  private static void config(ConnectSpec names, String key, String value) throws Exception {
    write(CLUSTERS.west(), names.configsTopic(), TestTopic.bytes(key), TestTopic.bytes(value));
  }

  private static Failure awaitFailure(FleetMember member, String topic) {
    await()
        .atMost(DEADLINE)
        .until(() -> member.status().failures().stream().anyMatch(f -> f.topic().equals(topic)));
    return member.status().failures().getFirst();
  }

  @Test
  void whatAnExactlyOnceTaskLeftInAnOpenTransactionIsCopiedOnceAndTheTaskIsFenced()
      throws Exception {
    ConnectSpec names = names("to-eos-");
    TestTopic source = create(CLUSTERS.east(), "to-eos-orders");
    TestTopic remote = create(CLUSTERS.west(), "east.to-eos-orders");
    fill(source, 300);
    var records = source.records(0);
    try (var task =
        remote.producer(Map.of("transactional.id", "to-eos-connect-to-eos-connector-0"))) {
      task.initTransactions();
      task.beginTransaction();
      send(task, records.subList(0, 200), remote);
      task.commitTransaction();
      task.beginTransaction();
      send(task, records.subList(200, 250), remote);
      task.flush();
      syncOnSource(source, 150, 150);
      remember(names, source, 120);

      TestFlow flow = flow("to-eos-");
      FleetMember member = flow.member("pod", flow.takingOver(names));
      try {
        flow.awaitEqual("to-eos-orders", 1);

        assertThatThrownBy(
                () -> {
                  var _ = task.send(copy(records.get(250), remote));
                  task.commitTransaction();
                })
            .isInstanceOf(KafkaException.class);
        flow.awaitEqual("to-eos-orders", 1);
        assertThat(member.status().foreignRecords().records()).isZero();
      } finally {
        member.close(GRACE);
      }
    }
  }

  @Test
  void topicsThatMirrorMakerStillCopiesWaitUntilItHasEndedAndOthersGoOn() throws Exception {
    ConnectSpec names = names("to-run-");
    TestTopic source = create(CLUSTERS.east(), "to-run-orders");
    TestTopic remote = create(CLUSTERS.west(), "east.to-run-orders");
    fill(source, 100);
    fill(create(CLUSTERS.east(), "to-run-others"), 50);
    copy(source, remote, 60);
    syncOnSource(source, 59, 59);
    config(names, "connector-to-run-connector", "{\"properties\":{}}");
    config(
        names,
        "task-to-run-connector-0",
        "{\"properties\":{\"task.assigned.partitions\":\"to-run-orders-0\"}}");
    config(names, "commit-to-run-connector", "{\"tasks\":1}");
    TestFlow flow = flow("to-run-");
    FleetMember member;
    try (var worker = worker(names.groupId(), remote)) {
      await().atMost(DEADLINE).until(() -> !worker.poll(Duration.ofMillis(100)).isEmpty());
      member = flow.member("pod", flow.takingOver(names));

      Failure failure = awaitFailure(member, "to-run-orders");
      flow.awaitEqual("to-run-others", 1);

      assertThat(failure.reason()).isEqualTo("MirrorMaker2Running");
      assertThat(failure.message()).contains("to-run-connector", "to-run-connect");
      assertThat(remote.end(0)).isEqualTo(60);
    }
    try {
      flow.awaitEqual("to-run-orders", 1);
      assertThat(member.status().failures()).isEmpty();
    } finally {
      member.close(GRACE);
    }
  }

  /** A member of the group, as a worker is. */
  private static KafkaConsumer<byte[], byte[]> worker(String group, TestTopic any) {
    Map<String, Object> config = new HashMap<>(CLUSTERS.west().clientConfig());
    config.put("group.id", group);
    config.put("auto.offset.reset", "earliest");
    var worker =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    worker.subscribe(List.of(any.name()));
    return worker;
  }

  @Test
  void aTopicIsHeldBackUntilAnOffsetSyncTellsWhereItsRecordsAre() throws Exception {
    ConnectSpec names = names("to-what-");
    TestTopic source = create(CLUSTERS.east(), "to-what-orders");
    TestTopic remote = create(CLUSTERS.west(), "east.to-what-orders");
    fill(source, 100);
    copy(source, remote, 40);
    remember(names, source, 19);
    TestFlow flow = flow("to-what-");
    FleetMember member = flow.member("pod", flow.takingOver(names));
    try {
      Failure failure = awaitFailure(member, "to-what-orders");
      assertThat(failure.reason()).isEqualTo("MirrorMaker2PositionUnknown");
      assertThat(failure.message()).contains("source offset 19 of partition 0");

      syncOnSource(source, 10, 10);

      flow.awaitEqual("to-what-orders", 1);
    } finally {
      member.close(GRACE);
    }
  }
}
