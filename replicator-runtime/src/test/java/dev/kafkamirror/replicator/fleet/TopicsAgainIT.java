package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where topics start first, and how those start again that were deleted on either side. */
class TopicsAgainIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @Test
  void theFirstStartBeginsAtTheEndAndTopicsThatAreBornLaterAtTheirBeginning() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "late-");
    flow.create("late-old", 1, Map.of());
    produce("late-old", 0, 10);
    FleetMember member =
        flow.member("pod", flow.startingFrom(new StartFrom(StartFrom.Position.Latest, null)));
    TestFlow.awaitShares(Map.of(member, 1));

    produce("late-old", 10, 5);
    flow.create("late-new", 1, Map.of());
    produce("late-new", 0, 7);

    awaitValues(flow, "late-old", 10, 15);
    awaitValues(flow, "late-new", 0, 7);
    member.close(GRACE);

    FleetMember next =
        flow.member("next", flow.startingFrom(new StartFrom(StartFrom.Position.Latest, null)));
    produce("late-old", 15, 1);
    awaitValues(flow, "late-old", 10, 16);
    next.close(GRACE);
  }

  @Test
  void theFirstStartBeginsAtATime() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "time-");
    flow.create("time-old", 1, Map.of());
    produce("time-old", 0, 10);
    String fifth = Instant.ofEpochMilli(time(5)).toString();
    FleetMember member =
        flow.member("pod", flow.startingFrom(new StartFrom(StartFrom.Position.Timestamp, fifth)));

    awaitValues(flow, "time-old", 5, 10);
    member.close(GRACE);
  }

  @Test
  void aRecreatedTopicIsLeftAloneUntilThePolicyAppendsIt() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "append-");
    FleetMember member = recreated(flow, "append-topic", OnSourceRecreate.Fail);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.status().failures())
                    .anyMatch(f -> f.reason().equals("SourceTopicRecreated")));
    assertThat(values(flow, "append-topic")).hasSize(10);

    member.apply(flow.recreating(OnSourceRecreate.Append));

    List<String> both = new ArrayList<>(range(0, 10));
    both.addAll(range(100, 105));
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(values(flow, "append-topic")).isEqualTo(both));
    member.close(GRACE);
  }

  @Test
  void aRecreatedTopicStartsAgainWithARemoteTopicOfItsOwn() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "restart-");
    FleetMember member = recreated(flow, "restart-topic", OnSourceRecreate.Restart);

    awaitValues(flow, "restart-topic", 100, 105);
    member.close(GRACE);
  }

  @Test
  void aRemoteTopicThatIsDeletedComesBackWithEverythingThatTheSourceHas() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "deleted-");
    flow.create("deleted-topic", 1, Map.of());
    produce("deleted-topic", 0, 10);
    FleetMember member = flow.member("pod");
    awaitValues(flow, "deleted-topic", 0, 10);

    delete(CLUSTERS.west(), "east.deleted-topic");
    produce("deleted-topic", 10, 5);

    awaitValues(flow, "deleted-topic", 0, 15);
    member.close(GRACE);
  }

  @Test
  void theRemoteTopicOfADeletedTopicStaysAndIsNamedUntilThePolicySaysDelete() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "orphan-");
    for (String topic : List.of("orphan-gone", "orphan-excluded", "orphan-stays")) {
      flow.create(topic, 1, Map.of());
      produce(topic, 0, 10);
    }
    FleetMember member = flow.member("pod");
    for (String topic : List.of("orphan-gone", "orphan-excluded", "orphan-stays")) {
      awaitValues(flow, topic, 0, 10);
    }

    delete(CLUSTERS.east(), "orphan-gone");
    awaitDeletedAtTheSource(member, "orphan-gone");
    assertThat(values(flow, "orphan-gone")).hasSize(10);

    member.apply(flow.onSourceDelete(OnSourceDelete.Delete, "orphan-excluded"));
    await().atMost(DEADLINE).until(() -> !flow.targetTopics().contains("east.orphan-gone"));
    awaitDeletedAtTheSource(member);
    produce("orphan-stays", 10, 5);
    awaitValues(flow, "orphan-stays", 0, 15);
    assertThat(values(flow, "orphan-excluded")).hasSize(10);
    assertThat(member.status().failures()).isEmpty();
    member.close(GRACE);
  }

  private static void awaitDeletedAtTheSource(FleetMember member, String... topics) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.status().flow().sourceDeleted().first())
                    .extracting(TopicNote::topic)
                    .containsExactly(topics));
  }

  /** A topic of ten records that is mirrored, then deleted and created again with five others. */
  private static FleetMember recreated(TestFlow flow, String topic, OnSourceRecreate policy)
      throws Exception {
    flow.create(topic, 1, Map.of());
    produce(topic, 0, 10);
    FleetMember member = flow.member("pod", flow.recreating(policy));
    awaitValues(flow, topic, 0, 10);
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(member.status().work().lagRecords()).isZero());
    delete(CLUSTERS.east(), topic);
    flow.create(topic, 1, Map.of());
    produce(topic, 100, 5);
    return member;
  }

  private static void delete(KafkaCluster cluster, String topic)
      throws ExecutionException, InterruptedException {
    try (Admin admin = cluster.admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      await().atMost(DEADLINE).until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private static void produce(String topic, int from, int count) {
    TestTopic.of(CLUSTERS.east(), topic)
        .produce(
            Map.of(),
            count,
            i -> {
              int number = from + i;
              byte[] value = TestTopic.bytes(Integer.toString(number));
              return new ProducerRecord<>(topic, 0, time(number), null, value);
            });
  }

  /** Young enough for every retention. */
  private static long time(int i) {
    return START + i;
  }

  private static final long START = System.currentTimeMillis() - 60_000;

  private static void awaitValues(TestFlow flow, String topic, int from, int to) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(values(flow, topic)).isEqualTo(range(from, to)));
  }

  private static List<String> range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static List<String> values(TestFlow flow, String topic) throws Exception {
    if (!flow.targetTopics().contains("east." + topic)) {
      return List.of();
    }
    return TestTopic.of(CLUSTERS.west(), "east." + topic).records(0).stream()
        .map(r -> new String(r.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
