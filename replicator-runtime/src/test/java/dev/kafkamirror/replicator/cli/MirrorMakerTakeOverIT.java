package dev.kafkamirror.replicator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.replicator.Replicator;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.MirrorMaker2Process;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real MirrorMaker 2 and this mirror relieve each other while records are written. */
class MirrorMakerTakeOverIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 3;
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @TempDir Path directory;
  private TestTopic orders;
  private TestTopic remote;
  private String output;

  @BeforeEach
  void writeSettings() throws IOException {
    orders = TestTopic.create(CLUSTERS.east(), "taken-orders", PARTITIONS, Map.of());
    remote = TestTopic.of(CLUSTERS.west(), "east.taken-orders");
    Files.writeString(
        directory.resolve("mirror.yaml"),
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata: {name: taken}
        spec:
          source: {alias: east, bootstrapServers: ["%s"]}
          target: {alias: west, bootstrapServers: ["%s"]}
          heartbeats: {state: Disabled}
          groups: {include: []}
          topics: {include: [{prefix: taken-}], replicationFactor: 1}
          takeOver: {from: MirrorMaker2}
        """
            .formatted(CLUSTERS.east().bootstrapServers(), CLUSTERS.west().bootstrapServers()));
  }

  @Test
  void noRecordIsLostOrRepeatedWhenMirrorMakerIsKilledTakesBackAndIsStopped() throws Exception {
    try (Load load = new Load(orders, PARTITIONS)) {
      try (ChildProcess mirrorMaker = mirrorMaker()) {
        awaitProgress();
        load.awaitMore(250);
        assertThat(export("--yes")).as(output).isEqualTo(2);
        assertThat(output).contains("There are no positions of the mirror");
        mirrorMaker.kill();
      }
      try (Replicator _ = mirror()) {
        awaitProgress();
        load.awaitMore(250);
        assertThat(export("--yes")).as(output).isEqualTo(2);
        assertThat(output).contains("The mirror runs");
      }
      assertThat(export()).as(output).isEqualTo(2);
      assertThat(output).contains("taken-orders", "Nothing is changed yet");
      assertThat(export("--yes")).as(output).isZero();

      try (ChildProcess mirrorMaker = mirrorMaker()) {
        awaitProgress();
        load.awaitMore(250);
        mirrorMaker.stop(Duration.ofSeconds(30));
      }
      try (Replicator _ = mirror()) {
        awaitProgress();
        load.stop();

        Copies.awaitEqual(orders, remote, PARTITIONS);
      }
    }
    Copies.assertEqual(orders, remote, PARTITIONS);
  }

  private ChildProcess mirrorMaker() throws IOException {
    return MirrorMaker2Process.start(CLUSTERS.east(), CLUSTERS.west(), "taken-.*", directory);
  }

  private Replicator mirror() throws IOException {
    return Replicator.start(new SettingsFiles(directory.resolve("mirror.yaml"), null), "pod", 0);
  }

  /** Waits until more records of every partition have arrived. */
  private void awaitProgress() {
    long[] before = LongStream.range(0, PARTITIONS).map(p -> remote.end((int) p)).toArray();
    for (int p = 0; p < PARTITIONS; p++) {
      int partition = p;
      await().atMost(DEADLINE).until(() -> remote.end(partition) > Math.max(0, before[partition]));
    }
  }

  private int export(String... more) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    CommandLine command = ReplicatorCommand.commandLine().setOut(writer).setErr(writer);
    String[] arguments = {
      "positions", "export", "--mirror-maker", "--config=" + directory.resolve("mirror.yaml")
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    int exit = command.execute(all);
    output = text.toString();
    return exit;
  }
}
