package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failover and failback by kubectl, as the how-to tells. */
@ExtendWith(PlaygroundExtension.class)
class FailoverIT {
  private static final String THERE = "moving-there";
  private static final String HOME = "moving-home";
  private static final String TOPIC = "moving.topic";
  private static final int RECORDS = 2_000;

  private final Playground playground;
  private final Mirrors mirrors;
  private final KafkaCluster east;
  private final KafkaCluster west;

  FailoverIT(Playground playground) {
    this.playground = playground;
    this.mirrors = new Mirrors(playground);
    this.east = playground.kafka("east");
    this.west = playground.kafka("west");
  }

  @AfterEach
  void deleteMirrors() {
    mirrors.delete(THERE);
    mirrors.delete(HOME);
  }

  @Test
  void aConsumerGoesThereAndBackAndSeesEachRecordOnce() throws Exception {
    Mirrors.createTopic(east, TOPIC, 2);
    mirrors.apply(THERE, "moving.", "heartbeats: {state: Disabled}");
    applyWayHome();
    mirrors.awaitReady(THERE);
    assertThat(mirrors.awaitCondition(HOME, "Ready", "True").getReason()).isEqualTo("Standby");
    Mirrors.load(TOPIC, 2, RECORDS, 1).produce(east.clientConfig(), sent -> {});
    int inTheEast = consume(east, TOPIC, 700);

    promote(THERE, "there");
    Mirrors.load("east." + TOPIC, 2, RECORDS, 2).produce(west.clientConfig(), sent -> {});
    int inTheWest = consume(west, "east." + TOPIC, 2_500);
    assertThat(inTheEast + inTheWest).isLessThan(2 * RECORDS);

    promote(HOME, "home");
    int backHome = consume(east, TOPIC, 2 * RECORDS - inTheEast - inTheWest);

    // One more, or one less, and it would have read one twice or not at all.
    assertThat(inTheEast + inTheWest + backHome).isEqualTo(2 * RECORDS);
    mirrors.assertEqual(TOPIC, 2 * RECORDS);
  }

  private void applyWayHome() {
    playground
        .kubernetes()
        .apply(
            """
            apiVersion: kafkamirror.dev/v1alpha1
            kind: KafkaMirror
            metadata: {name: %s, namespace: %s}
            spec:
              source: {alias: west, bootstrapServers: ["west-kafka:9092"]}
              target: {alias: east, bootstrapServers: ["east-kafka:9092"]}
              topics:
                include: [{prefix: "moving."}]
                naming: {policy: SourcePrefix, direction: Home}
              heartbeats: {state: Disabled}
              reverseOf: {name: %s}
            """
                .formatted(HOME, Playground.NAMESPACE, THERE));
  }

  private void promote(String mirror, String requestId) {
    playground
        .kubernetes()
        .kubectl(
            "patch",
            "kafkamirror",
            mirror,
            "--namespace",
            Playground.NAMESPACE,
            "--type=merge",
            "--patch={\"spec\":{\"promotion\":{\"requestId\":\""
                + requestId
                + "\",\"mode\":\"Planned\"}}}");
    assertThat(mirrors.awaitCondition(mirror, "Promoted", "True").getReason())
        .isEqualTo("Completed");
  }

  /** The group reads on until it has got so many records, and commits where it stopped. */
  private static int consume(KafkaCluster kafka, String topic, int atLeast) {
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put("group.id", "movers");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    config.put("max.poll.records", "100");
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      await(atLeast + " records of " + topic)
          .atMost(Mirrors.DEADLINE)
          .until(
              () -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(read::add);
                return read.size() >= atLeast;
              });
      consumer.commitSync();
    }
    return read.size();
  }
}
