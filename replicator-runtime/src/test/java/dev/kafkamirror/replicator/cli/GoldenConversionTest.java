package dev.kafkamirror.replicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * {@code replicator convert} of the recipes of MirrorMaker 2's documentation and of configurations
 * in the shape of Strimzi's examples. Run with {@code -Dgolden.update=true} to take over what
 * differs.
 */
class GoldenConversionTest {
  private static final Path CASES = Path.of("src/test/resources/convert");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  static Stream<Path> cases() throws IOException {
    try (var cases = Files.list(CASES)) {
      return cases.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void becomesTheseMirrorsAndThisReport(Path directory) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = ReplicatorCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    int exitCode = command.execute("convert", input(directory).toString());

    compare(directory.resolve("output.yaml"), out.toString());
    compare(directory.resolve("report.txt"), err + "exit code " + exitCode + "\n");
    assertThat(err.toString()).doesNotContainIgnoringCase("top secret");
  }

  private static Path input(Path directory) {
    Path properties = directory.resolve("input.properties");
    return Files.exists(properties) ? properties : directory.resolve("input.yaml");
  }

  /** Nothing at all is expected where there is no such file. */
  private static void compare(Path golden, String actual) throws IOException {
    if (UPDATE && actual.isEmpty()) {
      Files.deleteIfExists(golden);
    } else if (UPDATE) {
      Files.writeString(golden, actual);
    } else {
      assertThat(actual)
          .as("%s", golden)
          .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }
  }
}
