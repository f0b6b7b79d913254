package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.replicator.groups.GroupState;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several mirrors between the same two clusters. */
class PairIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int RECORDS = 100;

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @Test
  void twoMirrorsWithTopicsOfTheirOwnCarryOneGroupOverAndShareMirrorMakersTopics()
      throws Exception {
    TestFlow bulk = flow("pair-bulk-");
    TestFlow fast = flow("pair-fast-");
    write(bulk, "pair-bulk-t");
    write(fast, "pair-fast-t");
    commit("pair-group", Map.of("pair-bulk-t", 30L, "pair-fast-t", 70L));
    FleetMember bulkPod = bulk.member("bulk-pod", bulk.besideOthers("pair-"));
    FleetMember fastPod = fast.member("fast-pod", fast.besideOthers("pair-"));
    try {
      bulk.awaitEqual("pair-bulk-t", 1);
      fast.awaitEqual("pair-fast-t", 1);

      var translated =
          Map.of(partition("east.pair-bulk-t"), 30L, partition("east.pair-fast-t"), 70L);
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(committed("pair-group")).isEqualTo(translated));
      await().atMost(DEADLINE).untilAsserted(() -> assertThat(checkpoints()).isEqualTo(translated));
      for (FleetMember pod : List.of(bulkPod, fastPod)) {
        await()
            .atMost(DEADLINE)
            .untilAsserted(
                () -> {
                  assertThat(pod.groups().get("pair-group").state()).isEqualTo(GroupState.Synced);
                  assertThat(pod.status().flow().heartbeat().state())
                      .isEqualTo(HeartbeatState.Healthy);
                  assertThat(pod.status().failures()).isEmpty();
                });
      }
    } finally {
      fastPod.close(GRACE);
      bulkPod.close(GRACE);
    }
  }

  @Test
  void aRemoteTopicThatAnotherMirrorWritesIsLeftAloneAndThatMirrorNamed() throws Exception {
    TestFlow narrow = flow("owned-by-one-");
    TestFlow wide = flow("owned-");
    write(narrow, "owned-by-one-t");
    write(wide, "owned-other");
    FleetMember first = narrow.member("first");
    narrow.awaitEqual("owned-by-one-t", 1);
    FleetMember second = wide.member("second");
    try {
      wide.awaitEqual("owned-other", 1);

      Failure failure = awaitFailure(second);
      assertThat(failure.topic()).isEqualTo("owned-by-one-t");
      assertThat(failure.reason()).isEqualTo("ConflictsWithMirror");
      assertThat(failure.message())
          .contains("Mirror east.owned-by-one-", "remote topic east.owned-by-one-t");
      assertThat(first.status().failures()).isEmpty();
      // A new leader of the first looks again.
      first.close(GRACE);
      first = narrow.member("first-again");
      TestTopic source = narrow.source("owned-by-one-t");
      source.produce(Map.of(), RECORDS, i -> source.record(0, RECORDS + i));
      narrow.awaitEqual("owned-by-one-t", 1);
      assertThat(first.status().failures()).isEmpty();
    } finally {
      first.close(GRACE);
      second.close(GRACE);
    }
  }

  @Test
  void underTheSameNamesNothingGoesBackWhereItCameFrom() throws Exception {
    TestFlow flow = flow("same-");
    write(flow, "same-t");
    FleetMember back = flow.member("back", TestFlow.back(flow.sameNames()));
    FleetMember there = flow.member("there", flow.sameNames());
    try {
      Failure failure = awaitFailure(back);

      assertThat(failure.topic()).isEqualTo("same-t");
      assertThat(failure.message()).contains("Mirror east.same-", "round for ever");
      Copies.awaitEqual(flow.source("same-t"), flow.target("same-t"), 1);
      assertThat(flow.source("same-t").records(0)).hasSize(RECORDS);
      assertThat(there.status().failures()).isEmpty();
    } finally {
      there.close(GRACE);
      back.close(GRACE);
    }
  }

  private static TestFlow flow(String prefix) {
    return TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), prefix);
  }

  private static void write(TestFlow flow, String topic)
      throws ExecutionException, InterruptedException {
    flow.create(topic, 1, Map.of());
    append(flow.source(topic));
  }

  private static void append(TestTopic topic) {
    topic.produce(Map.of(), RECORDS, i -> topic.record(0, i));
  }

  private static Failure awaitFailure(FleetMember member) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(member.status().failures()).hasSize(1));
    return member.status().failures().getFirst();
  }

  private static TopicPartition partition(String topic) {
    return new TopicPartition(topic, 0);
  }

  private static void commit(String group, Map<String, Long> offsets)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    offsets.forEach((topic, o) -> commits.put(partition(topic), new OffsetAndMetadata(o)));
    try (Admin admin = CLUSTERS.east().admin()) {
      admin.alterConsumerGroupOffsets(group, commits).all().get();
    }
  }

  private static Map<TopicPartition, Long> committed(String group)
      throws ExecutionException, InterruptedException {
    try (Admin admin = CLUSTERS.west().admin()) {
      return offsets(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    }
  }

  /** What MirrorMaker 2's own client reads out of the topic that both mirrors write. */
  private static Map<TopicPartition, Long> checkpoints() throws Exception {
    return offsets(
        RemoteClusterUtils.translateOffsets(
            CLUSTERS.west().clientConfig(), "east", "pair-group", Duration.ofSeconds(20)));
  }

  private static Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetAndMetadata> all) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    all.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }
}
