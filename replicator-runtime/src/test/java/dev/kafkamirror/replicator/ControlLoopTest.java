package dev.kafkamirror.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import dev.kafkamirror.replicator.settings.SettingsWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoopTest {
  private static final String MIRROR =
      """
      apiVersion: kafkamirror.dev/v1alpha1
      kind: KafkaMirror
      metadata: {name: m}
      spec:
        source:
          alias: east
          bootstrapServers: ["east:9092"]
          authentication: {type: Plain, username: u, passwordRef: {name: user, key: password}}
        target: {alias: west, bootstrapServers: ["west:9092"]}
        topics: {include: [{prefix: orders}]}
      """;

  @TempDir Path directory;
  private final List<String> events = new ArrayList<>();
  private boolean startFails;
  private ControlLoop<Recorded> loop;

  @BeforeEach
  void prepare() throws IOException {
    secret("first");
    SettingsFiles files =
        new SettingsFiles(directory.resolve("m.yaml"), directory.resolve("secrets"));
    loop = new ControlLoop<>(new SettingsWatcher(files), this::start, Duration.ofSeconds(20));
  }

  @Test
  void firstValidSettingsStartTheFlow() throws Exception {
    loop.turn();
    assertThat(loop.state().error()).contains("there is no settings file");
    assertThat(events).isEmpty();

    settings(MIRROR);
    loop.turn();
    loop.turn();
    assertThat(events).containsExactly("start");
    assertThat(loop.state().error()).isNull();
  }

  @Test
  void changedSettingsAreAppliedToWhatRuns() throws Exception {
    settings(MIRROR);
    loop.turn();
    settings(MIRROR.replace("orders", "invoices"));
    loop.turn();

    assertThat(events).containsExactly("start", "apply");
    assertThat(loop.state().applied().spec().topics().include().getFirst().prefix())
        .isEqualTo("invoices");
  }

  @Test
  void changedServersAndSecretsAreAppliedToo() throws Exception {
    settings(MIRROR);
    loop.turn();
    settings(MIRROR.replace("west:9092", "west:9093"));
    loop.turn();
    secret("second");
    loop.turn();

    assertThat(events).containsExactly("start", "apply", "apply");
  }

  @Test
  void beforeItsEndAFlowDoesWhatIsToBeDoneThen() throws Exception {
    settings(MIRROR);
    loop.turn();

    loop.close();

    assertThat(events).containsExactly("start", "drain", "close");
  }

  @Test
  void anotherNameIsAnotherFlow() throws Exception {
    settings(MIRROR);
    loop.turn();
    settings(MIRROR.replace("name: m}", "name: n}"));
    loop.turn();

    assertThat(events).containsExactly("start", "close", "start");
    assertThat(loop.state().applied().flow()).isEqualTo("east.n");
  }

  @Test
  void refusedSettingsLeaveWhatRunsAlone() throws Exception {
    settings(MIRROR);
    loop.turn();
    FlowSettings before = loop.state().applied();
    settings(MIRROR.replace("alias: west", "alias: east"));
    loop.turn();

    assertThat(events).containsExactly("start");
    assertThat(loop.state().applied()).isEqualTo(before);
    assertThat(loop.state().error()).contains("spec.target.alias");

    settings(MIRROR);
    loop.turn();
    assertThat(loop.state().error()).isNull();
    assertThat(events).containsExactly("start");
  }

  @Test
  void flowThatDoesNotStartIsTriedAgain() throws Exception {
    startFails = true;
    settings(MIRROR);
    loop.turn();
    assertThat(loop.state().error()).contains("could not be applied: no such host");

    startFails = false;
    loop.turn();
    assertThat(events).containsExactly("start failed", "start");
    assertThat(loop.state().error()).isNull();
  }

  private Recorded start(FlowSettings settings) {
    if (startFails) {
      events.add("start failed");
      throw new IllegalStateException("no such host");
    }
    events.add("start");
    return new Recorded(events);
  }

  private void settings(String yaml) throws IOException {
    Files.writeString(directory.resolve("m.yaml"), yaml);
  }

  private void secret(String password) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("secrets/user"));
    Files.writeString(folder.resolve("password"), password);
  }

  private record Recorded(List<String> events) implements RunningFlow {
    @Override
    public void apply(FlowSettings settings) {
      events.add("apply");
    }

    @Override
    public void turn() {}

    @Override
    public void drain() {
      events.add("drain");
    }

    @Override
    public int close(Duration within) {
      events.add("close");
      return 0;
    }
  }
}
