package dev.kafkamirror.local.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java for programs that today's can't run: from 17 to 23. The SASL code of Kafka 3 calls {@code
 * Subject.getSubject}, which always throws from Java 24 on (JEP 486).
 */
public final class OlderJava {
  private static final int OLDEST = 17;
  private static final int LATEST = 23;
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private final List<Path> homes;

  OlderJava(List<Path> homes) {
    this.homes = List.copyOf(homes);
  }

  /**
   * The {@code java} command, installed when it is missing and this user can do that.
   *
   * @throws IllegalStateException when there is none, naming the command that installs it
   */
  public static Path command(Consumer<String> progress) {
    return here().find().orElseGet(() -> install(progress));
  }

  private static OlderJava here() {
    var homes = new ArrayList<Path>();
    var named = System.getenv().getOrDefault("JAVA17_HOME", "");
    if (!named.isEmpty()) {
      homes.add(Path.of(named));
    }
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> installed = Files.list(INSTALLED)) {
        installed.sorted().forEach(homes::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new OlderJava(homes);
  }

  private static Path install(Consumer<String> progress) {
    var debian = "java-17-openjdk-" + GoToolchain.architecture(System.getProperty("os.arch"));
    var java = INSTALLED.resolve(debian).resolve("bin/java");
    new DebianPackages(Map.of("openjdk-17-jre-headless", java), progress).install();
    return java;
  }

  Optional<Path> find() {
    return homes.stream()
        .filter(OlderJava::fits)
        .map(home -> home.resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean fits(Path home) {
    var release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return false;
    }
    try {
      var version = VERSION.matcher(Files.readString(release));
      return version.find()
          && Integer.parseInt(version.group(1)) >= OLDEST
          && Integer.parseInt(version.group(1)) <= LATEST;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
