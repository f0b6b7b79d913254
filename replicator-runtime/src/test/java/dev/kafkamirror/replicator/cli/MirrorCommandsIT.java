package dev.kafkamirror.replicator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.Replicator;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that look at a mirror from outside, between two real clusters. */
class MirrorCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(60);
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @TempDir Path directory;
  private String topic;
  private String remote;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void writeSettings(TestInfo test) throws IOException {
    topic = "t" + Integer.toHexString(test.getDisplayName().hashCode());
    remote = "east." + topic;
    Files.writeString(
        directory.resolve("mirror.yaml"),
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata: {name: m-%s}
        spec:
          source: {alias: east, bootstrapServers: ["%s"]}
          target: {alias: west, bootstrapServers: ["%s"]}
          heartbeats: {state: Disabled}
          topics: {include: [{name: %s}], replicationFactor: 1}
        """
            .formatted(
                topic,
                CLUSTERS.east().bootstrapServers(),
                CLUSTERS.west().bootstrapServers(),
                topic));
  }

  @Test
  void verifyFindsARunningMirrorEqualAndThenTheOneRecordThatIsTooMany() throws Exception {
    create(Map.of());
    transaction(0, 300, true);
    transaction(1, 10, false);
    produce(CLUSTERS.east(), topic, 1, 500);
    try (Replicator _ = startMirror()) {
      awaitCopied(0, 300);
      awaitCopied(1, 500);
      awaitPositions(2);

      assertThat(execute("verify", "--to-the-ends")).as("%s%s", out, err).isZero();
      assertThat(out.toString()).contains("Equal: 800 records equal in 2 of 2 partitions");
      assertThat(execute("verify", "--topic", topic)).isZero();
    }

    produce(CLUSTERS.west(), remote, 0, 1);

    assertThat(execute("verify")).as("the position does not cover it: %s", out).isZero();
    assertThat(execute("verify", "--to-the-ends", "--output", "json")).isEqualTo(1);
    JsonNode document = JSON.readTree(out.toString());
    assertThat(document.get("outcome").asText()).isEqualTo("Different");
    JsonNode partition = document.get("partitions").get(0);
    assertThat(partition.get("extra").asInt()).isEqualTo(1);
    assertThat(partition.get("firstDifference").get("targetOffset").asInt()).isEqualTo(300);
    assertThat(document.get("partitions").get(1).get("outcome").asText()).isEqualTo("Equal");
  }

  @Test
  void whatRetentionRemovedOnEitherSideIsNoDifference() throws Exception {
    create(Map.of());
    produce(CLUSTERS.east(), topic, 0, 400);
    produce(CLUSTERS.east(), topic, 1, 400);
    try (Replicator _ = startMirror()) {
      awaitCopied(0, 400);
      awaitCopied(1, 400);
    }
    remove(CLUSTERS.east(), new TopicPartition(topic, 0), 150);
    remove(CLUSTERS.west(), new TopicPartition(remote, 1), 250);

    assertThat(execute("verify", "--to-the-ends")).as("%s%s", out, err).isZero();

    assertThat(out.toString()).contains("Equal: 400 records equal in 2 of 2 partitions");
  }

  @Test
  void verifySaysWhatCouldNotBeChecked() throws Exception {
    assertThat(execute("verify", "--topic", topic)).isEqualTo(2);
    assertThat(out.toString()).contains("the source has no such topic");

    Path settings = directory.resolve("mirror.yaml");
    Files.writeString(
        settings,
        Files.readString(settings).replace(CLUSTERS.west().bootstrapServers(), "localhost:1"));
    assertThat(execute("verify")).isEqualTo(2);
    assertThat(err.toString()).contains("west", "localhost:1");
  }

  @Test
  void positionsAreShownAndChangedOnlyWhileTheMirrorIsStopped() throws Exception {
    create(Map.of());
    produce(CLUSTERS.east(), topic, 0, 100);
    produce(CLUSTERS.east(), topic, 1, 100);
    try (Replicator _ = startMirror()) {
      awaitCopied(0, 100);
      awaitCopied(1, 100);
      awaitPositions(2);

      assertThat(reset("--yes")).isEqualTo(2);
      assertThat(err.toString()).contains("The mirror runs", "state: Stopped");
    }
    assertThat(execute("positions", "show", "--output", "json")).isZero();
    assertThat(JSON.readTree(out.toString())).hasSize(2);
    JsonNode line = JSON.readTree(out.toString()).get(0);
    assertThat(line.get("sourceOffset").asInt()).isEqualTo(100);
    assertThat(line.get("targetOffset").asInt()).isEqualTo(100);
    assertThat(line.get("lag").asInt()).isZero();
    assertThat(line.get("released").asBoolean()).isTrue();

    assertThat(reset()).isEqualTo(2);
    assertThat(err.toString()).contains("Nothing is changed yet");
    assertThat(set("1", "101", "--yes")).isEqualTo(2);
    assertThat(err.toString()).contains("--source-offset must lie from 0 to 100");
    assertThat(set("1", "60", "--yes")).as("%s", err).isZero();
    assertThat(out.toString()).contains("source 100, target 100", "source 60, target 100");

    try (Replicator _ = startMirror()) {
      awaitCopied(1, 140);
    }
    assertThat(execute("verify", "--to-the-ends")).isEqualTo(1);
    assertThat(execute("positions", "show")).isZero();
    assertThat(out.toString()).containsPattern(topic + " +1 +100 +140 +0 ");
  }

  private int reset(String... more) {
    List<String> arguments = new ArrayList<>(List.of("positions", "reset", "--topic", topic));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int set(String partition, String offset, String... more) {
    List<String> arguments = new ArrayList<>(List.of("positions", "set", "--topic", topic));
    arguments.addAll(List.of("--partition", partition, "--source-offset", offset));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config=" + directory.resolve("mirror.yaml"));
    CommandLine command = ReplicatorCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }

  private Replicator startMirror() throws IOException {
    return Replicator.start(new SettingsFiles(directory.resolve("mirror.yaml"), null), "pod-1", 0);
  }

  /** So many source offsets are known to be copied, by the stored positions. */
  private void awaitPositions(int partitions) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(execute("positions", "show", "--output", "json")).isZero();
              JsonNode lines = JSON.readTree(out.toString());
              assertThat(lines.findValuesAsText("lag"))
                  .hasSize(partitions)
                  .allMatch(lag -> lag.equals("0"));
            });
  }

  private void awaitCopied(int partition, long records) {
    TopicPartition there = new TopicPartition(remote, partition);
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Admin admin = CLUSTERS.west().admin()) {
                assertThat(
                        admin
                            .listOffsets(
                                Map.of(there, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                            .partitionResult(there)
                            .get()
                            .offset())
                    .isGreaterThanOrEqualTo(records);
              }
            });
  }

  private void create(Map<String, String> config) throws Exception {
    try (Admin admin = CLUSTERS.east().admin()) {
      admin
          .createTopics(
              List.of(new NewTopic(topic, Optional.of(2), Optional.empty()).configs(config)))
          .all()
          .get();
    }
  }

  private static void produce(KafkaCluster cluster, String topic, int partition, int records) {
    TestTopic.of(cluster, topic).produce(Map.of(), records, i -> record(topic, partition, i));
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int partition, int i) {
    byte[] value = ("value " + i).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, partition, null, value);
  }

  private void transaction(int partition, int records, boolean commit) {
    Map<String, Object> config = new HashMap<>(CLUSTERS.east().clientConfig());
    config.put("transactional.id", "tx-" + topic + "-" + partition);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < records; i++) {
        var _ = producer.send(record(topic, partition, i));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static void remove(KafkaCluster cluster, TopicPartition partition, long before)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
    }
  }
}
