package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.local.process.NetworkSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One broker or controller: its directory, and its process while it runs. */
final class KafkaNode {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final Path directory;
  private final NetworkSpace space;
  private final KafkaProgram program;
  private final List<String> jvmOptions;
  private ChildProcess process;
  private boolean told;

  KafkaNode(
      String name,
      Path directory,
      NetworkSpace space,
      KafkaProgram program,
      List<String> jvmOptions) {
    this.name = name;
    this.directory = directory;
    this.space = space;
    this.program = program;
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  Path data() {
    return directory.resolve("data");
  }

  Path configuration() {
    return directory.resolve("server.properties");
  }

  Path log() {
    return directory.resolve("server.log");
  }

  private Path hosts() {
    return directory.resolve("hosts");
  }

  void configure(Map<String, String> properties) {
    Properties file = new Properties();
    file.putAll(properties);
    try {
      Files.createDirectories(data());
      Files.writeString(hosts(), "127.0.0.1 localhost\n" + space.address() + " " + name + "\n");
      try (Writer writer = Files.newBufferedWriter(configuration())) {
        file.store(writer, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already");
    }
    List<String> options = new ArrayList<>(jvmOptions);
    // Brokers look up the names of addresses; where no name server answers, each takes many
    // seconds.
    options.add("-Djdk.net.hosts.file=" + hosts());
    List<String> command =
        program.command(options, "kafka.Kafka", List.of(configuration().toString()));
    told = false;
    process = ChildProcess.start(name, space.wrap(command), Map.of(), log());
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Whether it was started and has ended without being told to. */
  boolean endedByItself() {
    return process != null && !process.isAlive() && !told;
  }

  long pid() {
    return process.pid();
  }

  void stop() {
    told = true;
    if (process != null) {
      process.stop(GRACE);
    }
  }

  void kill() {
    told = true;
    if (process != null) {
      process.kill();
    }
  }
}
