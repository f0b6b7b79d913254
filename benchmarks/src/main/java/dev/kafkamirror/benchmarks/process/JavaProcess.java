package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.local.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts programs of this class path with the JVM's own choice of heap and collector. */
final class JavaProcess {
  private JavaProcess() {}

  static RunningSystem start(
      String name,
      String mainClass,
      List<String> jvmOptions,
      List<String> arguments,
      Map<String, String> environment,
      Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return new RunningSystem(name, ChildProcess.start(name, command, environment, log));
  }

  /** Writes a file into the run's directory. */
  static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(Files.createDirectories(directory).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory, e);
    }
  }
}
