package dev.kafkamirror.replicator.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Secrets as files: {@code <directory>/<secret>/<key>}, as Kubernetes mounts them. */
final class SecretsDirectory {
  private static final Pattern SECRET = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final Pattern KEY = Pattern.compile("(?!\\.$|\\.\\.)[-._a-zA-Z0-9]+");

  private final Path directory;
  private final Problems problems;

  /**
   * @param directory null when there is none
   */
  SecretsDirectory(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  /**
   * The text under a key, or null after reporting to {@code path} why there is none.
   *
   * @param path the field that refers to the secret
   */
  String read(String path, String secret, String key) {
    if (secret == null
        || !SECRET.matcher(secret).matches()
        || key == null
        || !KEY.matcher(key).matches()) {
      problems.add(
          path,
          "must name a Secret (a-z, 0-9, '-', '.') and one of its keys (letters, digits, '-', '_',"
              + " '.')");
      return null;
    }
    if (directory == null) {
      problems.add(
          path,
          "refers to Secret "
              + secret
              + ", but no directory of secrets is given; start with --secrets");
      return null;
    }
    Path file = directory.resolve(secret).resolve(key);
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      boolean known = Files.isDirectory(file.getParent());
      problems.add(
          path,
          known
              ? "Secret " + secret + " has no key " + key + "; add it (looked for " + file + ")"
              : "Secret "
                  + secret
                  + " is missing; create it with key "
                  + key
                  + " (looked for "
                  + file
                  + ")");
    } catch (IOException e) {
      problems.add(
          path, "key " + key + " of Secret " + secret + " cannot be read from " + file + ": " + e);
    }
    return null;
  }
}
