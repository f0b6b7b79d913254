package dev.kafkamirror.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.replicator.testkit.MirrorFiles;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process as a whole, in this JVM and as a child process, between two real clusters. */
class ReplicatorIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long AN_HOUR_MS = 3_600_000;
  private static final String CONNECTOR = "kafka_connect_mirror_mirrorsourceconnector_";
  private static final String CHECKPOINTS =
      "kafka_connect_mirror_mirrorcheckpointconnector_checkpoint_latency_ms";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static KafkaCluster east;
  private static KafkaCluster west;

  @TempDir Path directory;
  private MirrorFiles files;
  private String name;

  @BeforeAll
  static void startClusters() {
    east = cluster("east");
    west = cluster("west");
  }

  @AfterAll
  static void endClusters() {
    HTTP.close();
    west.close();
    east.close();
  }

  @BeforeEach
  void prepare(TestInfo test) {
    files = new MirrorFiles(directory);
    name = "m" + Integer.toHexString(test.getDisplayName().hashCode());
  }

  @Test
  void mirrorsOverTlsWithScramOnBothSides() throws Exception {
    files.write(files.secureMirror(name, east, west, name));
    produce(name + "-orders", 100);

    try (Replicator replicator = start()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") == 100);
      ReplicatorStatus status =
          awaitStatus(replicator, s -> s.work().lagRecords() != null && s.work().lagRecords() == 0);

      assertThat(status.fleetState()).isEqualTo(FleetState.Member);
      assertThat(status.source().state()).isEqualTo(ClusterState.Reachable);
      assertThat(status.target().clusterId()).isNotEqualTo(status.source().clusterId()).isNotNull();
      assertThat(status.settingsError()).isNull();
      assertThat(status.work().partitions()).isEqualTo(1);
      assertThat(get(replicator, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(replicator, "/livez").statusCode()).isEqualTo(200);
      assertThat(get(replicator, "/metrics").body())
          .contains(
              "kafkamirror_records_total{partition=\"0\",source=\"east\",target=\"west\",topic=\""
                  + name
                  + "-orders\"} 100.0");
    }
  }

  @Test
  void theMetricsAreThoseOfWhatWasCopiedOnRequestUnderMirrorMakersNamesToo() throws Exception {
    String mirror = files.secureMirror(name, east, west, name);
    files.write(mirror);
    TestTopic topic = TestTopic.create(east, name, 2, Map.of());
    long anHourAgo = System.currentTimeMillis() - AN_HOUR_MS;
    topic.produce(Map.of(), 100, i -> new ProducerRecord<>(name, 0, anHourAgo, null, new byte[i]));
    topic.produce(
        Map.of(), 1, _ -> new ProducerRecord<>(name, 1, anHourAgo, null, new byte[100_000]));

    try (Replicator replicator = start()) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                Scrape own = scrape(replicator);
                assertThat(own.value("kafkamirror_records_total", "partition=\"0\"")).hasValue(100);
                assertThat(own.value("kafkamirror_records_total", "partition=\"1\"")).hasValue(1);
              });
      Scrape own = scrape(replicator);
      double small = bytesOnTarget(name, 0);
      double large = bytesOnTarget(name, 1);
      assertThat(own.value("kafkamirror_bytes_total", "partition=\"0\"")).hasValue(small);
      assertThat(own.value("kafkamirror_bytes_total", "partition=\"1\"")).hasValue(large);
      assertThat(own.value("kafka_producer_batch_size_max", "")).hasValue(large);
      assertThat(own.value("kafka_consumer_fetch_manager_fetch_size_max", "").getAsDouble())
          .isBetween(large, large + small);
      assertThat(own.value("kafka_producer_record_retry_total", "")).isPresent();
      assertThat(own.value("kafka_consumer_io_wait_ratio", "").getAsDouble()).isBetween(0.0, 1.0);
      assertThat(own.value("kafkamirror_limit", "limit=\"Nothing\"")).hasValue(1);
      assertThat(own.page()).doesNotContain("kafka_connect_mirror");

      files.write(
          mirror
              + "  groups: {offsetSync: {periodSeconds: 1}}\n"
              + "  metrics: {mirrorMaker2Names: Enabled}\n");
      String remote = "partition=\"0\",source=\"east\",target=\"west\",topic=\"east." + name + "\"";
      await()
          .atMost(LONG)
          .until(() -> scrape(replicator).value(CONNECTOR + "record_count", remote).isPresent());
      Scrape both = scrape(replicator);
      assertThat(both.value(CONNECTOR + "record_count", remote)).hasValue(100);
      assertThat(both.value(CONNECTOR + "byte_count", remote)).hasValue(small);
      for (String latency : List.of("record_age_ms", "replication_latency_ms")) {
        assertThat(both.value(CONNECTOR + latency, remote).getAsDouble())
            .isBetween((double) AN_HOUR_MS, 2.0 * AN_HOUR_MS);
      }

      commit(name + "-readers", topic.partition(0), 50);
      await()
          .atMost(LONG)
          .until(
              () ->
                  scrape(replicator)
                      .value(CHECKPOINTS, "group=\"" + name + "-readers\"," + remote)
                      .isPresent());
    }
  }

  @Test
  void wrongPasswordIsNamedAndHealsOnceTheSecretIsRight() throws Exception {
    String mirror = files.secureMirror(name, east, west, name);
    files.secret("east-user", "password", "wrong");
    files.write(mirror);
    produce(name + "-orders", 10);

    try (Replicator replicator = start()) {
      ReplicatorStatus status =
          awaitStatus(replicator, s -> s.source().state() == ClusterState.AuthenticationFailed);
      assertThat(status.source().message())
          .contains("east", east.bootstrapServers(ListenerKind.SASL_TLS))
          .doesNotContain("wrong");
      assertThat(status.target().state()).isNotEqualTo(ClusterState.AuthenticationFailed);

      files.secret("east-user", "password", MirrorFiles.PASSWORD);
      awaitStatus(replicator, s -> s.source().state() == ClusterState.Reachable);
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") == 10);
    }
  }

  @Test
  void foreignCertificateAuthorityIsATlsFailure() throws Exception {
    String mirror = files.secureMirror(name, east, west, name);
    files.secret("west-ca", "ca.crt", east.caPem());
    files.write(mirror);

    try (Replicator replicator = start()) {
      ReplicatorStatus status =
          awaitStatus(replicator, s -> s.target().state() == ClusterState.TlsFailed);
      assertThat(status.target().message())
          .contains("west", "unable to find valid certification path", "tls.trustedCertificates");
      assertThat(get(replicator, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(replicator, "/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void unreachableClusterIsReportedAndThePodStaysAlive() throws Exception {
    files.write(
        files
            .secureMirror(name, east, west, name)
            .replace(west.bootstrapServers(ListenerKind.SASL_TLS), "localhost:1"));

    try (Replicator replicator = start()) {
      ReplicatorStatus status =
          awaitStatus(replicator, s -> s.target().state() == ClusterState.ConnectionFailed);
      assertThat(status.target().message()).contains("west", "localhost:1");
      assertThat(get(replicator, "/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void otherTopicsAreMirroredWithoutARestart() throws Exception {
    files.write(files.secureMirror(name, east, west, name + "-a"));
    produce(name + "-a", 10);
    produce(name + "-b", 20);

    try (Replicator replicator = start()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-a") == 10);
      String before = replicator.status().revision();

      files.write(files.secureMirror(name, east, west, name + "-"));
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-b") == 20);
      assertThat(replicator.status().revision()).isNotEqualTo(before);
      assertThat(recordsOnTarget(name + "-a")).isEqualTo(10);
    }
  }

  @Test
  void refusedSettingsAreNamedWhileTheLastValidOnesGoOn() throws Exception {
    String valid = files.secureMirror(name, east, west, name);
    files.write(valid);
    produce(name + "-orders", 10);

    try (Replicator replicator = start()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") == 10);
      String revision = replicator.status().revision();

      files.write(valid.replace("alias: west", "alias: east"));
      ReplicatorStatus refused = awaitStatus(replicator, s -> s.settingsError() != null);
      assertThat(refused.settingsError()).contains("spec.target.alias");
      assertThat(refused.revision()).isEqualTo(revision);
      produce(name + "-orders", 10);
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") == 20);
      assertThat(get(replicator, "/readyz").statusCode()).isEqualTo(200);

      files.write(valid);
      awaitStatus(replicator, s -> s.settingsError() == null);
    }
  }

  @Test
  void badFileAtTheStartIsReportedAndCanBeMended() throws Exception {
    files.write("kind: Nonsense\n");

    try (Replicator replicator = start()) {
      ReplicatorStatus status = awaitStatus(replicator, s -> s.settingsError() != null);
      assertThat(status.settingsError()).contains("kind (line 1): must be KafkaMirror");
      assertThat(get(replicator, "/readyz").statusCode()).isEqualTo(503);

      files.write(files.secureMirror(name, east, west, name));
      awaitStatus(replicator, s -> s.fleetState() == FleetState.Member);
      assertThat(get(replicator, "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sigtermHandsOverAndEndsWithExitCodeZero() throws Exception {
    files.write(files.secureMirror(name, east, west, name));
    produce(name + "-orders", 100);

    try (ChildProcess child = startChild()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") == 100);
      child.stop(Duration.ofSeconds(30));

      assertThat(child.exit().join()).isZero();
    }
    produce(name + "-orders", 50);
    try (Replicator successor = start()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") >= 150);
      awaitStatus(successor, s -> s.work().lagRecords() != null && s.work().lagRecords() == 0);
      assertThat(recordsOnTarget(name + "-orders")).isEqualTo(150);
    }
  }

  @Test
  void sigtermCopiesWhatTheSourceHasFirstWhereTheSettingsSaySo() throws Exception {
    // Two batches or more, and one of them uses the limit up for seconds.
    String slowly =
        """
          throttle: {bytesPerSecond: 2048}
          deletionPolicy: DrainThenDelete
        """;
    files.write(files.secureMirror(name, east, west, name) + slowly);
    produce(name + "-orders", 1_000);

    try (ChildProcess child = startChild()) {
      await().atMost(LONG).until(() -> recordsOnTarget(name + "-orders") > 0);
      child.stop(Duration.ofSeconds(90));

      assertThat(child.exit().join()).isZero();
    }
    assertThat(recordsOnTarget(name + "-orders")).isEqualTo(1_000);
  }

  @Test
  void logCanBeJson() throws Exception {
    files.write("kind: Nonsense\n");

    try (ChildProcess child = startChild()) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  Files.readString(child.log())
                      .lines()
                      .anyMatch(l -> l.startsWith("{") && l.contains("Settings refused")));
      String line =
          Files.readString(child.log())
              .lines()
              .filter(l -> l.contains("Settings refused"))
              .findFirst()
              .orElseThrow();
      assertThat(JSON.readTree(line).get("problems").asText()).contains("must be KafkaMirror");
      assertThat(JSON.readTree(line).get("level").asText()).isEqualTo("ERROR");
    }
  }

  private Replicator start() throws IOException {
    return Replicator.start(files.open(), "pod-1", 0);
  }

  private ChildProcess startChild() {
    return ReplicatorProcess.start(files, "pod-0", directory.resolve("replicator.log")).process();
  }

  private static ReplicatorStatus awaitStatus(
      Replicator replicator, Predicate<ReplicatorStatus> condition) {
    return await()
        .atMost(LONG)
        .until(
            () -> JSON.readValue(get(replicator, "/v1/status").body(), ReplicatorStatus.class),
            condition);
  }

  private static HttpResponse<String> get(Replicator replicator, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + replicator.httpPort() + path))
            .build(),
        BodyHandlers.ofString());
  }

  /** A page of metrics. */
  private record Scrape(String page) {
    /** The largest sample of a metric whose labels have this part; empty when there is none. */
    OptionalDouble value(String metric, String labels) {
      return page.lines()
          .filter(line -> line.startsWith(metric + "{") && line.contains(labels))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .max();
    }
  }

  private static Scrape scrape(Replicator replicator) throws Exception {
    return new Scrape(get(replicator, "/metrics").body());
  }

  /** What the log of a remote partition has. */
  private static double bytesOnTarget(String topic, int partition) throws Exception {
    try (Admin admin = west.admin()) {
      List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .map(directory -> directory.replicaInfos())
          .map(replicas -> replicas.get(new TopicPartition("east." + topic, partition)))
          .filter(Objects::nonNull)
          .findFirst()
          .orElseThrow()
          .size();
    }
  }

  private static void commit(String group, TopicPartition partition, long offset) throws Exception {
    try (Admin admin = east.admin()) {
      admin
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private static void produce(String topic, int records) throws Exception {
    try (Admin admin = east.admin()) {
      if (!admin.listTopics().names().get().contains(topic)) {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      }
    }
    TestTopic.of(east, topic)
        .produce(
            Map.of(),
            records,
            i ->
                new ProducerRecord<>(
                    topic, TestTopic.bytes("key" + i), TestTopic.bytes("value" + i)));
  }

  /** End offset of the remote partition, 0 while it is not there. */
  private static long recordsOnTarget(String topic) throws Exception {
    TopicPartition remote = new TopicPartition("east." + topic, 0);
    try (Admin admin = west.admin()) {
      if (!admin.listTopics().names().get().contains(remote.topic())) {
        return 0;
      }
      return admin
          .listOffsets(Map.of(remote, OffsetSpec.latest()))
          .partitionResult(remote)
          .get()
          .offset();
    }
  }

  private static KafkaCluster cluster(String name) {
    return KafkaCluster.builder(name)
        .brokers(1)
        .listener(ListenerKind.SASL_TLS)
        .user(MirrorFiles.USER, MirrorFiles.PASSWORD)
        .start();
  }
}
