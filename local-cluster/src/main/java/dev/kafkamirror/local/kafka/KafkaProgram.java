package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.tools.KafkaJars;
import dev.kafkamirror.local.tools.OlderJava;
import dev.kafkamirror.local.tools.UserCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node's process runs: a version of Kafka, and a Java that can run it.
 *
 * @param java the command
 * @param options JVM options that this Java needs
 * @param current whether it is the version that this JVM has on its class path
 * @param scram whether a formatted directory can hold SCRAM users (from 3.5 on, KIP-900)
 */
record KafkaProgram(
    Path java, String classPath, List<String> options, boolean current, boolean scram) {
  private static final Pattern WITHOUT_SCRAM = Pattern.compile("3\\.[0-4]\\..*");
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProgram.class);

  /** The version that this JVM has on its class path, with the Java that runs it. */
  static KafkaProgram ofClassPath() {
    return new KafkaProgram(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        // Surefire puts the real class path aside when it starts the tests' JVM with a
        // manifest-only jar.
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=kafka-broker-logback.xml"),
        true,
        true);
  }

  /**
   * A version of Kafka 3, from Maven Central.
   *
   * @throws IllegalStateException when there is no Java for it, naming the command that installs it
   */
  static KafkaProgram ofVersion(String version) {
    return new KafkaProgram(
        OlderJava.command(LOG::info),
        new KafkaJars(UserCache.ofUser(), LOG::info).classPath(version),
        List.of(),
        false,
        !WITHOUT_SCRAM.matcher(version).matches());
  }

  /** The command line of a class of it. */
  List<String> command(List<String> jvmOptions, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
