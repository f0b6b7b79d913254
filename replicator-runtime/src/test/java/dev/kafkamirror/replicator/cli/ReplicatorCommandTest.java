package dev.kafkamirror.replicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplicatorCommandTest {
  private static final String MIRROR =
      """
      apiVersion: kafkamirror.dev/v1alpha1
      kind: KafkaMirror
      metadata: {name: m}
      spec:
        source: {alias: east, bootstrapServers: ["east:9092"]}
        target: {alias: west, bootstrapServers: ["west:9092"]}
        topics: {include: [{prefix: orders}]}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', 'Say what to do: run, verify, positions, convert or mirror-maker, e.g. replicator run"
        + " --config FILE'",
    "verify, Missing required option: '--config=FILE'",
    "positions, 'Say what to do: show, set, reset or export'",
    "positions export --config x, 'Say to whom: --mirror-maker'",
    "run, Missing required option: '--config=FILE'",
    "walk, Unmatched argument at index 0: 'walk'",
    "run --config x --http-port many, Invalid value for option '--http-port'"
  })
  void wrongUsageExitsWithTwoAndSaysWhatIsWrong(String arguments, String message) {
    assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("replicator \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
  }

  @Test
  void helpNamesOptionsAndExitCodes() {
    assertThat(execute("run", "--help")).isZero();
    assertThat(out.toString()).contains("--config=FILE", "--secrets=DIR", "--check", "Exit codes:");
  }

  @Test
  void checkOfValidSettingsSaysWhichFlowTheyDescribe() throws IOException {
    assertThat(execute("run", "--check", "--config", file(MIRROR))).isZero();
    assertThat(out.toString()).startsWith("Valid: flow east.m, revision ");
  }

  @Test
  void checkOfWrongSettingsListsEveryProblem() throws IOException {
    String wrong =
        MIRROR.replace("alias: west", "alias: east").replace("prefix: orders", "pattern: \"(\"");

    assertThat(execute("run", "--check", "--config", file(wrong))).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("m.yaml is refused:"),
            line -> assertThat(line).startsWith("  spec.target.alias (line 6): "),
            line -> assertThat(line).startsWith("  spec.topics.include[0].pattern (line 7): "));
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("m.yaml"), yaml).toString();
  }

  private int execute(String... arguments) {
    CommandLine command = ReplicatorCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
