package dev.kafkamirror.replicator.cli;

import static dev.kafkamirror.replicator.testkit.Copies.awaitCount;
import static dev.kafkamirror.replicator.testkit.Copies.awaitEqual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MirrorMaker 2's own file, run in one process between two real clusters. */
class MirrorMakerIT {
  private static final int RECORDS = 200;

  private static KafkaCluster east;
  private static KafkaCluster west;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    east = KafkaCluster.builder("east").start();
    west = KafkaCluster.builder("west").start();
  }

  @AfterAll
  static void stop() {
    west.close();
    east.close();
  }

  @Test
  void bothWaysOfAnActiveActiveFileRunInOneProcessThatEndsCleanly() throws Exception {
    TestTopic ofEast = TestTopic.create(east, "orders", 2, Map.of());
    TestTopic ofWest = TestTopic.create(west, "orders", 2, Map.of());
    produce(ofEast);
    produce(ofWest);
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path log = directory.resolve("log");

    try (ChildProcess process =
        ReplicatorProcess.start(
            "mirror-maker",
            List.of("-Djava.io.tmpdir=" + temporary),
            List.of("mirror-maker", file().toString(), "--http-port=0"),
            log)) {
      awaitEqual(ofEast, TestTopic.of(west, "east.orders"), 2);
      awaitEqual(ofWest, TestTopic.of(east, "west.orders"), 2);
      awaitCount(TestTopic.of(west, "east.heartbeats"), 0, 1);
      awaitCount(TestTopic.of(east, "west.heartbeats"), 0, 1);
      assertThat(topics(west)).doesNotContain("east.west.orders");
      assertThat(topics(east)).doesNotContain("west.east.orders");
      assertThat(files(temporary)).isNotEmpty();

      process.stop(Duration.ofSeconds(60));

      assertThat(process.exit().get(1, TimeUnit.SECONDS)).as(Files.readString(log)).isZero();
      assertThat(files(temporary)).isEmpty();
    }
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(lines)
          .anyMatch(l -> l.matches("DROPPED +- +topicz +- +not known.*"))
          .anyMatch(l -> l.startsWith("east-to-west http://localhost:"))
          .anyMatch(l -> l.startsWith("west-to-east http://localhost:"));
    }
  }

  private Path file() throws Exception {
    return Files.writeString(
        directory.resolve("connect-mirror-maker.properties"),
        """
        clusters = east, west
        east.bootstrap.servers = %s
        west.bootstrap.servers = %s
        east->west.enabled = true
        west->east.enabled = true
        topics = .*
        topicz = typo
        replication.factor = 1
        """
            .formatted(east.bootstrapServers(), west.bootstrapServers()));
  }

  /** What it wrote of settings and secrets; others leave libraries there. */
  private static List<Path> files(Path temporary) throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(p -> p.getFileName().toString().startsWith("replicator-")).toList();
    }
  }

  private static void produce(TestTopic topic) {
    topic.produce(Map.of(), RECORDS, i -> topic.record(i % 2, i));
  }

  private static Set<String> topics(KafkaCluster cluster) throws Exception {
    try (Admin admin = cluster.admin()) {
      return admin.listTopics().names().get();
    }
  }
}
