package dev.kafkamirror.replicator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.Problem;
import dev.kafkamirror.replicator.settings.SettingsException;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of the commands that look at a mirror from outside. */
final class MirrorOptions {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** How results are printed. */
  enum Output {
    table,
    json
  }

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "A KafkaMirror in YAML, the one that the mirror runs on.")
  private Path config;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Directory with the referenced secrets as DIR/<secret>/<key>.")
  private Path secrets;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private Output output;

  boolean json() {
    return output == Output.json;
  }

  /** The settings; empty, after saying why, when they are wrong. */
  Optional<FlowSettings> settings(PrintWriter err) {
    try {
      return Optional.of(new SettingsFiles(config, secrets).load());
    } catch (SettingsException e) {
      err.println(config + " is refused:");
      for (Problem problem : e.problems()) {
        err.println("  " + problem);
      }
      return Optional.empty();
    }
  }

  static void printJson(PrintWriter out, Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result cannot be written as JSON", e);
    }
  }
}
