package dev.kafkamirror.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final DataShape ZSTD = new DataShape("zstd", 1024, DataShape.Batching.FULL);

  @TempDir private Path directory;

  @Test
  void theEngineAcceptsWhatItIsGiven() throws Exception {
    Path file =
        Files.writeString(directory.resolve("mirror.yaml"), Ours.withTasks(4).settings(flow()));

    FlowSettings settings = new SettingsFiles(file, null).load();

    assertThat(settings.spec().tasksMax()).isEqualTo(4);
    assertThat(settings.source().common())
        .containsEntry("bootstrap.servers", "127.0.0.1:1,127.0.0.1:2");
  }

  @Test
  void tunedMirrorMakerWritesTheCodecOfTheSourceInLargeBatches() {
    assertThat(MirrorMaker2.tuned(2).properties(flow()))
        .containsEntry("run1-x->target.enabled", "true")
        .containsEntry("run1-x->target.topics", "data\\.a.*")
        .containsEntry("run1-x.bootstrap.servers", "127.0.0.1:1,127.0.0.1:2")
        .containsEntry("target.producer.compression.type", "zstd")
        .containsEntry("target.producer.batch.size", "262144")
        .containsEntry("tasks.max", "2");
  }

  @Test
  void defaultMirrorMakerIsLeftAsItComes() {
    assertThat(MirrorMaker2.byDefault(1).properties(flow()))
        .doesNotContainKeys("target.producer.compression.type", "target.producer.batch.size");
  }

  private Flow flow() {
    return new Flow(
        "run1-x",
        Endpoint.plaintext("127.0.0.1:1,127.0.0.1:2"),
        Endpoint.plaintext("127.0.0.1:3"),
        "data.a",
        8,
        ZSTD,
        directory);
  }
}
