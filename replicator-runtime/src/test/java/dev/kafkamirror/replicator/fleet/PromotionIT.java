package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failover and failback: two mirrors of opposite directions take turns. */
class PromotionIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int PARTITIONS = 3;
  private static final String NOW = "promotion: {requestId: %s, mode: %s}\n";

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.ofItsOwn();

  private FleetMember there;
  private FleetMember back;

  @AfterEach
  void closeMembers() throws InterruptedException {
    if (there != null) {
      there.close(GRACE);
    }
    if (back != null) {
      back.close(GRACE);
    }
  }

  @Test
  void recordsAndGroupsGoThereAndBackAndThereAgainExactlyOnce() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "turn-");
    flow.create("turn-orders", PARTITIONS, Map.of());
    TestTopic orders = TestTopic.of(CLUSTERS.east(), "turn-orders");
    TestTopic copy = TestTopic.of(CLUSTERS.west(), "east.turn-orders");
    there = flow.member("there", there("turn", ""));
    back = flow.member("back", back("turn", ""));
    try (Load load = new Load(orders, PARTITIONS)) {
      load.awaitMore(50);
      TestFlow.awaitShares(Map.of(there, PARTITIONS));
      awaitStandby(back);
      assertThat(back.status().work().partitions()).isZero();

      there.apply(there("turn", NOW.formatted("first", "Planned")));
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> assertThat(there.status().promotion().message()).contains("to be copied"));
      assertThat(there.status().promotion().completed()).isNull();
    }
    commit(CLUSTERS.east(), orders, 7);
    awaitPromoted(there, "first");
    Copies.awaitEqual(orders, copy, PARTITIONS);
    assertThat(there.status().notCopied().records()).isZero();
    assertThat(committed(CLUSTERS.west(), copy)).isEqualTo(7);

    produce(copy, 100_000);
    commit(CLUSTERS.west(), copy, copy.end(0));
    Copies.awaitEqual(copy, orders, PARTITIONS);
    awaitCommitted(CLUSTERS.east(), orders, orders.end(0));
    assertThat(there.status().flow().topicsMatched()).isZero();

    back.apply(back("turn", NOW.formatted("home", "Planned")));
    awaitPromoted(back, "home");
    there.apply(
        there("turn", NOW.formatted("first", "Planned") + "reverseOf: {name: turn-back}\n"));
    produce(orders, 200_000);
    Copies.awaitEqual(orders, copy, PARTITIONS);
    TestFlow.awaitShares(Map.of(there, PARTITIONS));
    assertThat(back.status().flow().promoted()).isEqualTo(1);
  }

  @Test
  void aSourceThatIsGoneIsGivenUpAtOnceAndWhatIsMissingIsTold() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "gone-");
    flow.create("gone-orders", PARTITIONS, Map.of());
    TestTopic orders = TestTopic.of(CLUSTERS.east(), "gone-orders");
    TestTopic copy = TestTopic.of(CLUSTERS.west(), "east.gone-orders");
    produce(orders, 0);
    there = flow.member("there", there("gone", ""));
    FleetMember second = flow.member("second", there("gone", ""));
    Copies.awaitEqual(orders, copy, PARTITIONS);
    CLUSTERS.east().killBroker(0);

    FlowSettings promoted = there("gone", NOW.formatted("now", "Immediate"));
    there.apply(promoted);
    second.apply(promoted);
    await().atMost(DEADLINE).until(() -> completed(there, "now") || completed(second, "now"));
    assertThat(there.status().work().partitions() + second.status().work().partitions()).isZero();
    assertThat(there.status().notCopied().records() + second.status().notCopied().records())
        .isZero();
    produce(copy, 100_000);
    second.close(GRACE);

    CLUSTERS.east().startBroker(0);
    back = flow.member("back", back("gone", ""));
    Copies.awaitEqual(copy, orders, PARTITIONS);
  }

  @Test
  void onlyTheTopicsOfTheRequestArePromoted() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "some-");
    flow.create("some-a", 1, Map.of());
    flow.create("some-b", 1, Map.of());
    TestTopic a = TestTopic.of(CLUSTERS.east(), "some-a");
    TestTopic b = TestTopic.of(CLUSTERS.east(), "some-b");
    a.produce(Map.of(), 10, i -> a.record(0, i));
    there = flow.member("there", there("some", ""));
    TestFlow.awaitShares(Map.of(there, 2));

    there.apply(there("some", "promotion: {requestId: a, topics: [{name: some-a}]}\n"));
    awaitPromoted(there, "a");
    a.produce(Map.of(), 10, i -> a.record(0, 100 + i));
    b.produce(Map.of(), 10, i -> b.record(0, i));

    Copies.awaitEqual(b, TestTopic.of(CLUSTERS.west(), "east.some-b"), 1);
    assertThat(TestTopic.of(CLUSTERS.west(), "east.some-a").contents(0)).hasSize(10);
    assertThat(there.status().flow().promoted()).isEqualTo(1);
    assertThat(there.status().flow().topicsMatched()).isEqualTo(1);
  }

  private static void awaitStandby(FleetMember member) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(member.status().flow()).isNotNull();
              assertThat(member.status().flow().standby()).isEqualTo(1);
            });
  }

  private static void awaitPromoted(FleetMember member, String request) {
    await().atMost(DEADLINE).until(() -> completed(member, request));
  }

  private static boolean completed(FleetMember member, String request) {
    var promotion = member.status().promotion();
    return promotion != null
        && promotion.requestId().equals(request)
        && promotion.completed() != null;
  }

  private static void produce(TestTopic topic, int first) {
    topic.produce(Map.of(), 90, i -> topic.record(i % PARTITIONS, first + i));
  }

  private static void commit(KafkaCluster cluster, TestTopic topic, long offset) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .alterConsumerGroupOffsets(
              group(topic), Map.of(topic.partition(0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private static String group(TestTopic topic) {
    return topic.name().replaceFirst("^east[.]", "") + "-readers";
  }

  private static void awaitCommitted(KafkaCluster cluster, TestTopic topic, long offset) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(committed(cluster, topic)).isEqualTo(offset));
  }

  private static long committed(KafkaCluster cluster, TestTopic topic) throws Exception {
    try (Admin admin = cluster.admin()) {
      var offset =
          admin
              .listConsumerGroupOffsets(group(topic))
              .partitionsToOffsetAndMetadata()
              .get()
              .get(topic.partition(0));
      return offset == null ? -1 : offset.offset();
    }
  }

  private static FlowSettings there(String name, String more) {
    return settings("east." + name, "east", "west", more, "OneWay");
  }

  /** The way back of a mirror. */
  private static FlowSettings back(String name, String more) {
    return settings(
        "west." + name + "-back",
        "west",
        "east",
        "reverseOf: {name: " + name + "}\n" + more,
        "Home");
  }

  private static FlowSettings settings(
      String flow, String from, String to, String more, String direction) {
    String prefix = flow.substring(flow.indexOf('.') + 1).replaceFirst("-back$", "") + "-";
    return new FlowSettings(
        flow,
        "000000000000",
        TestSpecs.of(
            """
            topics:
              include: [{prefix: %s}]
              naming: {policy: SourcePrefix, direction: %s}
            groups: {include: [{prefix: %s}], offsetSync: {periodSeconds: 1}}
            heartbeats: {state: Disabled}
            """
                    .formatted(prefix, direction, prefix)
                + more),
        client(from),
        client(to));
  }

  private static ClientSettings client(String alias) {
    KafkaCluster cluster = alias.equals("east") ? CLUSTERS.east() : CLUSTERS.west();
    return new ClientSettings(alias, null, cluster.clientConfig(), Map.of(), Map.of(), Map.of());
  }
}
