package dev.kafkamirror.replicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {
  private static final String FILE =
      """
      clusters = A, B, C
      A.bootstrap.servers = a:1
      B.bootstrap.servers = b:1
      C.bootstrap.servers = c:1
      A->B.enabled = true
      A->C.enabled = true
      B.security.protocol = SASL_PLAINTEXT
      B.sasl.mechanism = PLAIN
      B.sasl.jaas.config = a.Module required username="u" password="12_000";
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void filesOfSecretsAreTheOwnersAlone() throws IOException {
    Path output = directory.resolve("mirrors");

    execute("convert", file(FILE), "--output", output.toString());

    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("a-to-b.yaml", "a-to-c.yaml", "secret-b-kafka.yaml");
    }
    Path secret = output.resolve("secret-b-kafka.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(secret)).contains("password: \"12_000\"");
    assertThat(out + "" + err).contains("RESULT").doesNotContain("12_000");
  }

  @Test
  void mirrorAndSecretsRunTogether() throws Exception {
    Path output = directory.resolve("mirrors");
    execute("convert", file(FILE), "--output", output.toString());
    Path secrets = Files.createDirectories(directory.resolve("secrets/b-kafka"));
    Files.writeString(secrets.resolve("password"), "12_000");

    var settings =
        new SettingsFiles(output.resolve("a-to-b.yaml"), directory.resolve("secrets")).load();

    assertThat(settings.flow()).isEqualTo("A.a-to-b");
    assertThat(settings.target().common()).containsEntry("security.protocol", "SASL_PLAINTEXT");
  }

  @Test
  void reportForProgramsIsJson() throws IOException {
    Path output = directory.resolve("mirrors");

    int exitCode =
        execute(
            "convert",
            file(FILE + "typo = 1\n"),
            "--clusters",
            "C",
            "--report=json",
            "--output=" + output);

    assertThat(exitCode).isEqualTo(2);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("lostSomething").asBoolean()).isTrue();
    assertThat(report.path("mirrors")).hasSize(1);
    assertThat(report.path("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.path("key").asText()).isEqualTo("typo");
              assertThat(finding.path("outcome").asText()).isEqualTo("Dropped");
              assertThat(finding.path("effect").asBoolean()).isTrue();
            });
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(execute("convert", "nowhere.properties")).isEqualTo(1);
    assertThat(err.toString()).contains("nowhere.properties");
  }

  @Test
  void aFileThatCannotBeConvertedIsNotRun() throws IOException {
    assertThat(execute("mirror-maker", file(FILE.replace("true", "false")))).isEqualTo(1);
    assertThat(err.toString()).contains("can't be run:", "no flow is enabled");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("mm2.properties"), text).toString();
  }

  private int execute(String... arguments) {
    CommandLine command = ReplicatorCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
