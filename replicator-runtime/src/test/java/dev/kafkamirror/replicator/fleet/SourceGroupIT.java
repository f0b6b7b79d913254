package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A consumer group of the source shows how far the mirror is, and nobody else's does. */
class SourceGroupIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @Test
  void theGroupsLagIsThatOfTheFlowWhicheverPodCopies() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "shown-");
    flow.create("shown-t", 4, Map.of());
    TestTopic topic = flow.source("shown-t");
    // One record to come is larger than the target takes.
    TestTopic.create(CLUSTERS.west(), "east.shown-t", 4, Map.of("max.message.bytes", "10000"));
    topic.produce(Map.of(), 400, i -> topic.record(i % 4, i));
    FleetMember a = flow.member("a", flow.committingTo("shown-group"));
    FleetMember b = flow.member("b", flow.committingTo("shown-group"));
    TestFlow.awaitShares(Map.of(a, 2, b, 2));
    flow.awaitEqual("shown-t", 4);
    awaitLag("shown-group", topic, 4, 0, a, b);

    // One partition stands at it.
    topic.produce(Map.of(), 3, _ -> new ProducerRecord<>("shown-t", 1, null, new byte[20_000]));
    topic.produce(Map.of(), 30, i -> topic.record(2, i));
    awaitLag("shown-group", topic, 4, 3, a, b);
    // Nobody fetches it any more, and it falls behind all the same.
    topic.produce(Map.of(), 2, i -> topic.record(1, i));
    awaitLag("shown-group", topic, 4, 5, a, b);

    b.close(GRACE);
    a.close(GRACE);
    topic.produce(Map.of(), 10, i -> topic.record(3, i));
    assertThat(lag("shown-group", topic, 4)).isEqualTo(15);
    // It is not carried over: no consumer goes on there.
    assertThat(committed(CLUSTERS.west().clientConfig(), "shown-group")).isEmpty();
  }

  @Test
  void aGroupOfSomebodyElseIsLeftAloneAndNamedUntilTheSettingsNameAnother() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "taken-");
    flow.create("taken-t", 1, Map.of());
    TestTopic topic = flow.source("taken-t");
    topic.produce(Map.of(), 10, i -> topic.record(0, i));
    FleetMember member;
    try (var consumer = consumer("taken-group")) {
      consumer.subscribe(List.of("taken-t"));
      await()
          .atMost(DEADLINE)
          .until(
              () -> {
                var _ = consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
              });
      member = flow.member("pod", flow.committingTo("taken-group"));
      awaitReason(member, "GroupInUse");
      assertThat(committed(CLUSTERS.east().clientConfig(), "taken-group")).isEmpty();
      consumer.commitSync(Map.of(topic.partition(0), new OffsetAndMetadata(4)));
    }

    awaitReason(member, "ForeignOffsets");
    assertThat(committed(CLUSTERS.east().clientConfig(), "taken-group"))
        .containsExactly(Map.entry(topic.partition(0), new OffsetAndMetadata(4)));

    member.apply(flow.committingTo("taken-other"));
    awaitReason(member, SourceGroup.COMMITTED);
    awaitLag("taken-other", topic, 1, 0, member);
    member.close(GRACE);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> config = new HashMap<>(CLUSTERS.east().clientConfig());
    config.put("group.id", group);
    config.put("enable.auto.commit", false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void awaitReason(FleetMember member, String reason) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(member.status().sourceGroup())
                    .isNotNull()
                    .satisfies(group -> assertThat(group.reason()).isEqualTo(reason)));
  }

  /** Waits until the group's lag, and that which the members say, are both so many records. */
  private static void awaitLag(
      String group, TestTopic topic, int partitions, long expected, FleetMember... members) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(Stream.of(members).map(m -> m.status().work().lagRecords()).toList())
                  .doesNotContainNull()
                  .satisfies(
                      lags ->
                          assertThat(lags.stream().mapToLong(Long::longValue).sum())
                              .isEqualTo(expected));
              assertThat(lag(group, topic, partitions)).isEqualTo(expected);
            });
  }

  /** As kafka-consumer-groups shows it. */
  private static long lag(String group, TestTopic topic, int partitions) throws Exception {
    var committed = committed(CLUSTERS.east().clientConfig(), group);
    assertThat(committed).hasSize(partitions);
    long lag = 0;
    for (int p = 0; p < partitions; p++) {
      lag += topic.end(p) - committed.get(topic.partition(p)).offset();
    }
    return lag;
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(
      Map<String, Object> cluster, String group) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(cluster)) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }
}
