package dev.kafkamirror.local.tools;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.process.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Programs that come from the distribution, by the file that shows that a package is there. */
public final class DebianPackages {
  private static final Path APT = Path.of("/usr/bin/apt-get");
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final SortedMap<String, Path> needed;
  private final Consumer<String> progress;

  /**
   * @param needed a file of each package, by the package's name
   */
  public DebianPackages(Map<String, Path> needed, Consumer<String> progress) {
    this.needed = new TreeMap<>(needed);
    this.progress = progress;
  }

  /** Names of those that are not installed. */
  public List<String> missing() {
    return needed.entrySet().stream()
        .filter(entry -> !Files.exists(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether this user can install packages here. */
  public static boolean installable() {
    return Files.isExecutable(APT) && System.getProperty("user.name").equals("root");
  }

  /** What a person types to install packages. */
  public static String installCommand(Collection<String> packages) {
    return "apt-get install --no-install-recommends " + String.join(" ", packages);
  }

  /**
   * Installs what is missing.
   *
   * @throws IllegalStateException naming the command to type, when this user cannot do it
   */
  public void install() {
    var missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if (!installable()) {
      throw new IllegalStateException("install first, as root: " + installCommand(missing));
    }
    progress.accept("installing Debian packages: " + String.join(" ", missing));
    try {
      apt(missing);
    } catch (CommandFailedException e) {
      // The package lists may be old or absent.
      Command.of(APT.toString(), "update").withLimit(LIMIT).run();
      apt(missing);
    }
    if (!missing().isEmpty()) {
      throw new IllegalStateException(
          "these packages are installed but lack the expected files: " + missing());
    }
  }

  private static void apt(List<String> packages) {
    var words =
        new ArrayList<>(List.of(APT.toString(), "install", "-y", "--no-install-recommends"));
    words.addAll(packages);
    Command.of(words)
        .withEnvironment(Map.of("DEBIAN_FRONTEND", "noninteractive"))
        .withLimit(LIMIT)
        .run();
  }
}
