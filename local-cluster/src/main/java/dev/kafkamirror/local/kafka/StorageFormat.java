package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * Formats a node's directories as {@code kafka-storage.sh format} does, with the SCRAM users in
 * them.
 */
final class StorageFormat {
  private StorageFormat() {}

  /**
   * @throws RuntimeException with the tool's output when it refuses
   */
  static void format(
      KafkaProgram program, Path configuration, String clusterId, Map<String, String> users) {
    List<String> arguments =
        arguments(configuration, clusterId, program.scram() ? users : Map.of());
    if (program.current()) {
      formatHere(arguments);
    } else {
      Command.of(program.command(List.of(), "kafka.tools.StorageTool", arguments)).run();
    }
  }

  private static List<String> arguments(
      Path configuration, String clusterId, Map<String, String> users) {
    List<String> arguments =
        new ArrayList<>(
            List.of("format", "--config", configuration.toString(), "--cluster-id", clusterId));
    users.forEach(
        (user, password) -> {
          for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
            arguments.add("--add-scram");
            arguments.add(
                mechanism
                    + "=[name=\""
                    + user
                    + "\",password=\""
                    + password
                    + "\",iterations=4096]");
          }
        });
    return arguments;
  }

  /**
   * In this JVM, which saves a second a node. One at a time: the tool is made for a process of its
   * own, and two at once were seen to fail without a word.
   */
  private static synchronized void formatHere(List<String> arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int exit =
        kafka.tools.StorageTool.execute(
            arguments.toArray(String[]::new),
            new PrintStream(output, true, StandardCharsets.UTF_8));
    if (exit != 0) {
      throw new IllegalStateException(
          "kafka-storage format failed: " + output.toString(StandardCharsets.UTF_8));
    }
  }

  /**
   * A cluster id that is always the same for a seed. Its first bit is 0, as an id that begins with
   * a dash would be taken for an option.
   */
  static String clusterId(String seed) {
    UUID uuid = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    long first = uuid.getMostSignificantBits() & Long.MAX_VALUE;
    return new Uuid(first, uuid.getLeastSignificantBits()).toString();
  }
}
