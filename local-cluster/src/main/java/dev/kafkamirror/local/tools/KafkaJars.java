package dev.kafkamirror.local.tools;

import dev.kafkamirror.local.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The jars of a broker of Kafka 3, from Maven Central, fetched once a user and version. */
public final class KafkaJars {
  private static final String COPY =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies";
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final UserCache cache;
  private final Consumer<String> progress;

  /**
   * @param progress told one line before jars are fetched
   */
  public KafkaJars(UserCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Class path of a version, with a Log4j configuration that logs to standard output.
   *
   * @param version such as {@code 3.4.1}
   * @throws dev.kafkamirror.local.process.CommandFailedException when {@code mvn} is not on the
   *     PATH or doesn't find the version
   */
  public String classPath(String version) {
    Path directory = cache.get("kafka/" + version, target -> fetch(version, target));
    return directory + ":" + directory.resolve("*");
  }

  private void fetch(String version, Path target) throws IOException {
    progress.accept("fetching the jars of Kafka " + version + " from Maven Central, 50 MB");
    Path source = Files.createTempDirectory("kafka-jars-");
    try {
      Files.createDirectory(target);
      resource("pom.xml", source);
      resource("log4j.properties", target);
      Command.of(
              "mvn",
              "--batch-mode",
              "--no-transfer-progress",
              COPY,
              "-Dkafka.version=" + version,
              "-DoutputDirectory=" + target)
          .withDirectory(source)
          .withEnvironment(Map.of("MAVEN_ARGS", ""))
          .withLimit(LIMIT)
          .run();
    } finally {
      Trees.delete(source);
    }
  }

  private static void resource(String name, Path directory) throws IOException {
    try (InputStream text = KafkaJars.class.getResourceAsStream("maven/kafka/" + name)) {
      Files.copy(text, directory.resolve(name));
    }
  }
}
