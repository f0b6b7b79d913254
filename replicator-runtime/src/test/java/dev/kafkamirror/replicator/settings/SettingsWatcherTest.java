package dev.kafkamirror.replicator.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.settings.SettingsWatcher.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsWatcherTest {
  private static final String WITH_PASSWORD =
      SettingsFilesTest.SMALLEST.replace(
          "    alias: east\n",
          "    alias: east\n"
              + "    authentication: {type: Plain, username: u, passwordRef: {name: user, key:"
              + " password}}\n");

  @TempDir Path directory;
  private SettingsWatcher watcher;

  @BeforeEach
  void watch() {
    watcher =
        new SettingsWatcher(
            new SettingsFiles(directory.resolve("settings.yaml"), directory.resolve("secrets")));
  }

  @Test
  void changeIsDeliveredOnce() throws IOException {
    write(SettingsFilesTest.SMALLEST);
    FlowSettings first = watcher.poll().orElseThrow().settings();
    assertThat(watcher.poll()).isEmpty();

    write(SettingsFilesTest.SMALLEST.replace("orders.", "invoices."));
    FlowSettings second = watcher.poll().orElseThrow().settings();
    assertThat(second.revision()).isNotEqualTo(first.revision());
    assertThat(second.spec().topics().include().getFirst().prefix()).isEqualTo("invoices.");
    assertThat(watcher.poll()).isEmpty();
  }

  @Test
  void badFileIsRefusedAndTheLastGoodOneStaysInForce() throws IOException {
    write(SettingsFilesTest.SMALLEST);
    FlowSettings good = watcher.poll().orElseThrow().settings();

    write(SettingsFilesTest.SMALLEST.replace("alias: east", "alias: west"));
    Reading refused = watcher.poll().orElseThrow();
    assertThat(refused.settings()).isEqualTo(good);
    assertThat(refused.error()).contains("spec.target.alias");
    assertThat(watcher.poll()).isEmpty();

    write(SettingsFilesTest.SMALLEST);
    assertThat(watcher.poll()).contains(new Reading(good, null));
  }

  @Test
  void fileThatIsNotThereYetIsReportedAndThenRead() throws IOException {
    assertThat(watcher.poll().orElseThrow().error()).contains("there is no settings file");
    assertThat(watcher.poll()).isEmpty();

    write(SettingsFilesTest.SMALLEST);
    assertThat(watcher.poll().orElseThrow().error()).isNull();
  }

  @Test
  void replacedSecretIsSeenThroughTheKubeletsSymbolicLinks() throws IOException {
    write(WITH_PASSWORD);
    Path secret = Files.createDirectories(directory.resolve("secrets/user"));
    project(secret, "..2026_1", "old");
    Files.createSymbolicLink(secret.resolve("password"), Path.of("..data/password"));
    FlowSettings before = watcher.poll().orElseThrow().settings();

    project(secret, "..2026_2", "new");
    FlowSettings after = watcher.poll().orElseThrow().settings();

    assertThat(after.source()).isNotEqualTo(before.source());
    assertThat(after.revision()).isEqualTo(before.revision());
    assertThat(after.target()).isEqualTo(before.target());
  }

  @Test
  void secretThatComesLaterMendsTheSettings() throws IOException {
    write(WITH_PASSWORD);
    assertThat(watcher.poll().orElseThrow().error()).contains("Secret user is missing");

    Files.writeString(
        Files.createDirectories(directory.resolve("secrets/user")).resolve("password"), "x");
    assertThat(watcher.poll().orElseThrow().error()).isNull();
  }

  /**
   * Updates a mounted Secret as a kubelet does: a new folder, and one atomic swap of {@code
   * ..data}.
   */
  private static void project(Path secret, String version, String password) throws IOException {
    Files.writeString(
        Files.createDirectories(secret.resolve(version)).resolve("password"), password);
    Path swap = Files.createSymbolicLink(secret.resolve("..data_tmp"), Path.of(version));
    Files.move(swap, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(String yaml) throws IOException {
    Files.writeString(directory.resolve("settings.yaml"), yaml);
  }
}
