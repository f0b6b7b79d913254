package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.Mode;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.WriteSyncsTo;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.groups.GroupState;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.mirror.OffsetSync;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Consumer groups of one cluster go on at the other one. */
class GroupsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 600;

  /** In batches of about twenty records, most of these lie in the middle of one. */
  private static final int[] STOPS = {0, 1, 17, 100, 333, 599, 600};

  private static KafkaCluster east;
  private static KafkaCluster west;
  private static TestFlow flow;
  private static FleetMember member;
  private static TestTopic orders;
  private static TestTopic remote;

  @BeforeAll
  static void mirrorOneTopic() throws ExecutionException, InterruptedException {
    east = KafkaCluster.builder("east").start();
    west = KafkaCluster.builder("west").start();
    flow = TestFlow.between(east, west, "g-");
    flow.create("g-orders", PARTITIONS, Map.of());
    orders = flow.source("g-orders");
    remote = flow.target("east.g-orders");
    // Every third transaction is aborted, so that there are holes besides its markers.
    try (var producer =
        orders.producer(
            Map.of("compression.type", "lz4", "linger.ms", 20, "transactional.id", "g-producer"))) {
      producer.initTransactions();
      for (int i = 0; i < PARTITIONS * RECORDS * 3 / 2; i += 20) {
        producer.beginTransaction();
        for (int j = i; j < i + 20; j++) {
          var _ = producer.send(orders.record(j % PARTITIONS, j));
        }
        producer.flush();
        if (i / 20 % 3 == 2) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    member = flow.member("pod", flow.carryingGroups(Mode.Sync));
    flow.awaitEqual("g-orders", PARTITIONS);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    member.close(GRACE);
    east.close();
    west.close();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      KafkaCluster cluster, String group, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(cluster.clientConfig());
    config.put("group.id", group);
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    config.putAll(more);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** As a consumer does that has read so many records of every partition. */
  private static void commit(String group, int read) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int p = 0; p < PARTITIONS; p++) {
      var records = orders.records(p);
      assertThat(records).hasSize(RECORDS);
      long next = read == 0 ? 0 : records.get(read - 1).offset() + 1;
      offsets.put(orders.partition(p), new OffsetAndMetadata(next, "read " + read));
    }
    try (var consumer = consumer(east, group, Map.of())) {
      consumer.assign(offsets.keySet());
      consumer.commitSync(offsets);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(
      KafkaCluster cluster, String group) throws ExecutionException, InterruptedException {
    try (Admin admin = cluster.admin()) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  private static void awaitState(String group, GroupState state) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.groups().get(group))
                    .as("%s; %s", member.groups(), member.status().groups())
                    .isNotNull()
                    .satisfies(result -> assertThat(result.state()).isEqualTo(state)));
  }

  private static int left(TestTopic topic, int partition, long offset) {
    return (int) topic.records(partition).stream().filter(r -> r.offset() >= offset).count();
  }

  @Test
  void consumersReadNothingAgainAndSkipNothingWhereverTheyStopped() throws Exception {
    for (int read : STOPS) {
      commit("g-stopped-at-" + read, read);
    }
    for (int read : STOPS) {
      String group = "g-stopped-at-" + read;
      awaitState(group, GroupState.Synced);
      var onTarget = committed(west, group);
      assertThat(onTarget).hasSize(PARTITIONS);
      for (int p = 0; p < PARTITIONS; p++) {
        OffsetAndMetadata commit = onTarget.get(remote.partition(p));
        assertThat(left(remote, p, commit.offset()))
            .as("records that %s has still to read of partition %d", group, p)
            .isEqualTo(RECORDS - read);
        assertThat(commit.metadata()).isEqualTo("read " + read);
      }
      assertThat(
              RemoteClusterUtils.translateOffsets(
                  west.clientConfig(), "east", group, Duration.ofSeconds(20)))
          .isEqualTo(onTarget);
    }
  }

  @Test
  void aGroupOfTheNewProtocolGoesOnWhereItStopped() throws Exception {
    Map<String, Object> protocol = Map.of("group.protocol", "consumer", "max.poll.records", 50);
    Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
    try (var consumer = consumer(east, "g-new-protocol", protocol)) {
      consumer.subscribe(List.of(orders.name()));
      await().atMost(DEADLINE).until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
      consumer.commitSync();
      read.putAll(consumer.committed(consumer.assignment()));
    }
    awaitState("g-new-protocol", GroupState.Synced);

    var onTarget = committed(west, "g-new-protocol");
    for (int p = 0; p < PARTITIONS; p++) {
      OffsetAndMetadata before = read.get(orders.partition(p));
      if (before != null) {
        assertThat(left(remote, p, onTarget.get(remote.partition(p)).offset()))
            .isEqualTo(left(orders, p, before.offset()));
      }
    }
  }

  @Test
  void aGroupThatHasMembersOnTheTargetIsLeftAloneUntilTheyAreGone() throws Exception {
    String group = "g-in-use";
    try (var consumer = consumer(west, group, Map.of("max.poll.records", 10))) {
      consumer.subscribe(List.of(remote.name()));
      await().atMost(DEADLINE).until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
      consumer.commitSync();
      var before = committed(west, group);

      commit(group, 500);
      awaitState(group, GroupState.ActiveOnTarget);

      assertThat(committed(west, group)).isEqualTo(before);
      assertThat(member.status().groups().problems())
          .anyMatch(p -> p.name().equals(group) && p.reason().equals("ActiveOnTarget"));
    }

    awaitState(group, GroupState.Synced);
    assertThat(left(remote, 0, committed(west, group).get(remote.partition(0)).offset()))
        .isEqualTo(RECORDS - 500);
  }

  @Test
  void aGroupThatIsFurtherOnTheTargetIsNeverTakenBack() throws Exception {
    String group = "g-further";
    var further = Map.of(remote.partition(0), new OffsetAndMetadata(400, "kept"));
    try (Admin admin = west.admin()) {
      admin.alterConsumerGroupOffsets(group, further).all().get();
    }

    commit(group, 10);
    awaitState(group, GroupState.Synced);

    var onTarget = committed(west, group);
    assertThat(onTarget).containsAllEntriesOf(further);
    assertThat(left(remote, 1, onTarget.get(remote.partition(1)).offset())).isEqualTo(RECORDS - 10);
  }

  @Test
  void groupsAreTakenUpAndLeftOutAsTheSettingsSayWithoutARestart() throws Exception {
    commit("g-late", 20);
    awaitState("g-late", GroupState.Synced);

    member.apply(flow.carryingGroups(Mode.Disabled));
    await().atMost(DEADLINE).until(() -> member.groups().isEmpty());
    assertThat(member.status().groups()).isNull();

    member.apply(flow.carryingGroups(Mode.Sync));
    awaitState("g-late", GroupState.Synced);
  }

  @Test
  void aGroupThatLaterReadsATopicThatCameLaterIsCarriedOverThereToo() throws Exception {
    commit("g-grows", 30);
    awaitState("g-grows", GroupState.Synced);

    flow.create("g-later", 1, Map.of());
    TestTopic later = flow.source("g-later");
    later.produce(Map.of(), 20, i -> later.record(0, i));
    try (Admin admin = east.admin()) {
      var offsets = Map.of(later.partition(0), new OffsetAndMetadata(7));
      admin.alterConsumerGroupOffsets("g-grows", offsets).all().get();
    }

    TopicPartition remoteLater = flow.target("east.g-later").partition(0);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(committed(west, "g-grows"))
                    .hasSize(PARTITIONS + 1)
                    .containsEntry(remoteLater, new OffsetAndMetadata(7)));
  }

  @Test
  void offsetSyncsAreWrittenToTheClusterThatTheSettingsNameWithoutARestart() throws Exception {
    TestFlow other = TestFlow.between(east, west, "at-source-");
    other.create("at-source-t", 1, Map.of());
    TestTopic topic = other.source("at-source-t");
    topic.produce(Map.of(), 50, i -> topic.record(0, i));
    OffsetSync last = new OffsetSync(topic.partition(0), 49, 49);
    TestTopic atSource = other.source("mm2-offset-syncs.west.internal");
    TestTopic atTarget = other.target("mm2-offset-syncs.east.internal");

    FleetMember pod =
        other.member(
            "pod-at-source", other.carryingGroups(Mode.CheckpointOnly, WriteSyncsTo.Source));
    try {
      await().atMost(DEADLINE).until(() -> syncs(atSource, topic).contains(last));
      assertThat(syncs(atTarget, topic)).isEmpty();

      pod.apply(other.carryingGroups(Mode.CheckpointOnly, WriteSyncsTo.Target));
      await().atMost(DEADLINE).until(() -> syncs(atTarget, topic).contains(last));
    } finally {
      pod.close(GRACE);
    }
  }

  /** What MirrorMaker 2's own class reads of a topic. */
  private static List<OffsetSync> syncs(TestTopic syncs, TestTopic topic) {
    return syncs.end(0) < 0
        ? List.of()
        : syncs.records(0).stream()
            .map(OffsetSync::deserializeRecord)
            .filter(sync -> sync.topicPartition().equals(topic.partition(0)))
            .toList();
  }

  @Test
  void noHeartbeatsAreWrittenWhereTheyAreDisabled() throws Exception {
    await().atMost(DEADLINE).until(() -> member.status().flow() != null);

    assertThat(member.status().flow().heartbeat().state()).isEqualTo(HeartbeatState.Disabled);
    for (KafkaCluster cluster : List.of(east, west)) {
      try (Admin admin = cluster.admin()) {
        assertThat(admin.listTopics().names().get()).doesNotContain("heartbeats");
      }
    }
  }

  @Test
  void groupsAreCarriedOnByThePodThatComesAfterARestart() throws Exception {
    commit("g-restart", 40);
    awaitState("g-restart", GroupState.Synced);
    member.close(GRACE);
    commit("g-restart", 60);

    member = flow.member("pod-of-the-restart", flow.carryingGroups(Mode.Sync));

    awaitState("g-restart", GroupState.Synced);
    assertThat(left(remote, 0, committed(west, "g-restart").get(remote.partition(0)).offset()))
        .isEqualTo(RECORDS - 60);
  }
}
