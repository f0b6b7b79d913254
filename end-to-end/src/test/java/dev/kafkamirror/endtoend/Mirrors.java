package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import dev.kafkamirror.records.RecordComparison;
import dev.kafkamirror.records.RecordLoad;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the tests do with mirrors and topics, in their words. */
final class Mirrors {
  static final Duration DEADLINE = Duration.ofMinutes(3);

  private final Playground playground;
  private final KubernetesClient client;

  Mirrors(Playground playground) {
    this.playground = playground;
    this.client = playground.client();
  }

  /**
   * Applies a mirror of one prefix of topics from east to west with these further lines of spec.
   */
  void apply(String name, String prefix, String more) {
    playground
        .kubernetes()
        .apply(
            """
            apiVersion: kafkamirror.dev/v1alpha1
            kind: KafkaMirror
            metadata: {name: %s, namespace: %s}
            spec:
              source: {alias: east, bootstrapServers: ["east-kafka:9092"]}
              target: {alias: west, bootstrapServers: ["west-kafka:9092"]}
              topics: {include: [{prefix: "%s"}]}
            %s
            """
                .formatted(name, Playground.NAMESPACE, prefix, more.indent(2)));
  }

  /** Deletes a mirror and waits until its pods are gone. */
  void delete(String name) {
    mirror(name).delete();
    await("pods of " + name + " end").atMost(DEADLINE).until(() -> pods(name).isEmpty());
  }

  void awaitReady(String name) {
    awaitCondition(name, "Ready", "True");
  }

  Condition awaitCondition(String name, String type, String status) {
    await(name + " has " + type + "=" + status)
        .atMost(DEADLINE)
        .until(() -> condition(name, type).filter(c -> c.getStatus().equals(status)).isPresent());
    return condition(name, type).orElseThrow();
  }

  Optional<Condition> condition(String name, String type) {
    KafkaMirror mirror = mirror(name).get();
    if (mirror == null || mirror.getStatus() == null || mirror.getStatus().conditions() == null) {
      return Optional.empty();
    }
    return mirror.getStatus().conditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  Resource<KafkaMirror> mirror(String name) {
    return client.resources(KafkaMirror.class).inNamespace(Playground.NAMESPACE).withName(name);
  }

  List<Pod> pods(String mirror) {
    return client
        .pods()
        .inNamespace(Playground.NAMESPACE)
        .withLabel("kafkamirror.dev/mirror", mirror)
        .list()
        .getItems();
  }

  static void createTopic(KafkaCluster kafka, String topic, int partitions) throws Exception {
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
          .all()
          .get(1, TimeUnit.MINUTES);
    }
  }

  static RecordLoad load(String topic, int partitions, long records, long seed) {
    return new RecordLoad(topic, partitions, records, "lz4", 200, seed);
  }

  /** Waits until the remote topic has at least as many records in each partition as the source. */
  void awaitCopied(String topic) {
    KafkaCluster east = playground.kafka("east");
    KafkaCluster west = playground.kafka("west");
    await("east." + topic + " has caught up")
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              Map<Integer, Long> there = ends(west, "east." + topic);
              ends(east, topic)
                  .forEach(
                      (partition, end) ->
                          assertThat(there.getOrDefault(partition, -1L))
                              .as("end of partition %d", partition)
                              .isGreaterThanOrEqualTo(end));
            });
  }

  RecordComparison.Result compare(String topic, RecordComparison.Repeats repeats) {
    try (var comparison =
        new RecordComparison(
            playground.kafka("east").clientConfig(), playground.kafka("west").clientConfig())) {
      return comparison.compare(topic, "east." + topic, repeats);
    }
  }

  void assertEqual(String topic, long records) {
    awaitCopied(topic);
    RecordComparison.Result result = compare(topic, RecordComparison.Repeats.FORBIDDEN);
    assertThat(result.difference()).isEmpty();
    assertThat(result.records()).isEqualTo(records);
  }

  /** End offset of every partition; empty when there is no such topic. */
  static Map<Integer, Long> ends(KafkaCluster kafka, String topic) throws Exception {
    try (Admin admin = kafka.admin()) {
      TopicDescription description =
          admin.describeTopics(Set.of(topic)).allTopicNames().get(1, TimeUnit.MINUTES).get(topic);
      Map<TopicPartition, OffsetSpec> latest =
          description.partitions().stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      p -> new TopicPartition(topic, p.partition()), p -> OffsetSpec.latest()));
      Map<TopicPartition, ListOffsetsResultInfo> offsets =
          admin.listOffsets(latest).all().get(1, TimeUnit.MINUTES);
      return offsets.entrySet().stream()
          .collect(
              java.util.stream.Collectors.toMap(
                  e -> e.getKey().partition(), e -> e.getValue().offset()));
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Map.of();
      }
      throw e;
    }
  }
}
