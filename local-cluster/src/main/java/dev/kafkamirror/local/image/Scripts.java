package dev.kafkamirror.local.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kafkamirror.local.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The shell functions of {@code src/main/image}. */
final class Scripts {
  private Scripts() {}

  static String text(String name) {
    try (var stream = Scripts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that calls a function of a file; the functions of all files are defined. */
  static Command call(String function, List<String> arguments) {
    var script =
        String.join("\n", "set -euo pipefail", text("docker-archive.sh"), text(file(function)));
    var words =
        new ArrayList<>(List.of("bash", "-c", script + "\n" + function + " \"$@\"", "bash"));
    words.addAll(arguments);
    return Command.of(words);
  }

  /** The file that defines a function. */
  static String file(String function) {
    return function.replace('_', '-') + ".sh";
  }

  /** The name that container images have for this machine's processor. */
  static String architecture() {
    var name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
