package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.groups.GroupState;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Twenty groups that stopped all over a topic move to the other cluster, and back again. */
class FailbackIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int PARTITIONS = 3;
  private static final int RECORDS = 400;
  private static final int GROUPS = 20;

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  private static Admin east;
  private static Admin west;

  @BeforeAll
  static void connect() {
    east = CLUSTERS.east().admin();
    west = CLUSTERS.west().admin();
  }

  @AfterAll
  static void disconnect() {
    east.close();
    west.close();
  }

  @Test
  void consumersReadNothingAgainAndSkipNothingThereAndBack() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "fb-");
    flow.create("fb-orders", PARTITIONS, Map.of());
    flow.create("fb-silent", 1, Map.of());
    TestTopic orders = TestTopic.of(CLUSTERS.east(), "fb-orders");
    TestTopic silent = TestTopic.of(CLUSTERS.east(), "fb-silent");
    TestTopic copy = TestTopic.of(CLUSTERS.west(), "east.fb-orders");
    produce(orders, 0);
    for (int group = 0; group < GROUPS; group++) {
      for (int p = 0; p < PARTITIONS; p++) {
        commit(east, group, orders, p, stop(group, p));
      }
      commit(east, group, silent, 0, 0);
    }

    FleetMember there = flow.member("there", settings("east", "west"));
    Copies.awaitEqual(orders, copy, PARTITIONS);
    awaitSynced(there, PARTITIONS + 1);
    there.close(GRACE);
    for (int group = 0; group < GROUPS; group++) {
      for (int p = 0; p < PARTITIONS; p++) {
        assertGoesOnAt(west, group, copy, p, stop(group, p));
        // There it reads on, each group another stretch, some to the end.
        commit(west, group, copy, p, later(group, p));
      }
    }
    TestTopic own = TestTopic.create(CLUSTERS.west(), "fb-orders", PARTITIONS, Map.of());
    produce(own, 1_000_000);
    for (int group = 0; group < GROUPS; group++) {
      commit(west, group, own, 0, stop(group, 0));
    }

    FleetMember back = flow.member("back", settings("west", "east"));
    TestTopic comesBack = TestTopic.of(CLUSTERS.east(), "west.fb-orders");
    Copies.awaitEqual(own, comesBack, PARTITIONS);
    awaitSynced(back, PARTITIONS + 2);
    for (int group = 0; group < GROUPS; group++) {
      for (int p = 0; p < PARTITIONS; p++) {
        assertGoesOnAt(east, group, orders, p, later(group, p));
      }
      assertGoesOnAt(east, group, comesBack, 0, stop(group, 0));
      assertGoesOnAt(east, group, silent, 0, 0);
      assertThat(
              RemoteClusterUtils.translateOffsets(
                  CLUSTERS.east().clientConfig(), "west", name(group), Duration.ofSeconds(20)))
          .as("topics on their way home have their own names in checkpoints")
          .containsKeys(orders.partition(0), comesBack.partition(0))
          .doesNotContainKey(new TopicPartition("west.east.fb-orders", 0));
    }
    back.close(GRACE);
  }

  /** How many records of a partition a group has read: none, all, and places within batches. */
  private static int stop(int group, int partition) {
    return switch (group) {
      case 0 -> 0;
      case 1 -> RECORDS;
      default -> (group * 37 + partition * 101) % RECORDS;
    };
  }

  private static int later(int group, int partition) {
    int before = stop(group, partition);
    return group % 5 == 0 ? before : before + (RECORDS - before) * (group % 4 + 1) / 4;
  }

  private static void produce(TestTopic topic, int first) {
    topic.produce(
        Map.of("linger.ms", 20, "compression.type", "lz4"),
        PARTITIONS * RECORDS,
        i -> topic.record(i % PARTITIONS, first + i));
  }

  private static String name(int group) {
    return "fb-group-" + group;
  }

  /** As a consumer does that has read so many records of the partition. */
  private static void commit(Admin cluster, int group, TestTopic topic, int partition, int read)
      throws ExecutionException, InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> records = records(topic, partition);
    long next = read == 0 ? 0 : records.get(read - 1).offset() + 1;
    var offset = Map.of(topic.partition(partition), new OffsetAndMetadata(next));
    cluster.alterConsumerGroupOffsets(name(group), offset).all().get();
  }

  private static void assertGoesOnAt(
      Admin cluster, int group, TestTopic topic, int partition, int read)
      throws ExecutionException, InterruptedException {
    OffsetAndMetadata offset =
        cluster
            .listConsumerGroupOffsets(name(group))
            .partitionsToOffsetAndMetadata()
            .get()
            .get(topic.partition(partition));
    assertThat(offset).as("%s in %s", name(group), topic.partition(partition)).isNotNull();
    assertThat(records(topic, partition).stream().filter(r -> r.offset() < offset.offset()))
        .as("records before the offset of %s in %s", name(group), topic.partition(partition))
        .hasSize(read);
  }

  private record Log(TestTopic topic, int partition) {}

  private static final Map<Log, List<ConsumerRecord<byte[], byte[]>>> READ = new HashMap<>();

  private static List<ConsumerRecord<byte[], byte[]>> records(TestTopic topic, int partition) {
    return READ.computeIfAbsent(new Log(topic, partition), _ -> topic.records(partition));
  }

  /** Waits until all groups are carried over, each in so many partitions. */
  private static void awaitSynced(FleetMember member, int partitions) {
    List<String> groups = IntStream.range(0, GROUPS).mapToObj(FailbackIT::name).toList();
    var all = new GroupResult(GroupState.Synced, partitions, partitions, 0, null);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.groups())
                    .containsOnlyKeys(groups)
                    .allSatisfy((group, result) -> assertThat(result).as(group).isEqualTo(all)));
  }

  private static FlowSettings settings(String from, String to) {
    return new FlowSettings(
        from + ".fb",
        "000000000000",
        TestSpecs.of(
            """
            topics: {include: [{prefix: fb-}], configSync: {mode: CreateOnly}}
            groups: {include: [{prefix: fb-}], offsetSync: {periodSeconds: 1}}
            heartbeats: {state: Disabled}
            """),
        client(from),
        client(to));
  }

  private static ClientSettings client(String alias) {
    KafkaCluster cluster = alias.equals("east") ? CLUSTERS.east() : CLUSTERS.west();
    return new ClientSettings(alias, null, cluster.clientConfig(), Map.of(), Map.of(), Map.of());
  }
}
