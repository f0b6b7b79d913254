package dev.kafkamirror.local.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What is slow to make and the same for every run of a user: {@code
 * $XDG_CACHE_HOME/kafka-mirror-operator}, or {@code ~/.cache/kafka-mirror-operator}. Each entry
 * appears whole or not at all, and is made once also when several processes want it.
 */
public final class UserCache {
  private final Path root;

  public UserCache(Path root) {
    this.root = root;
  }

  /** The cache of the user who runs this. */
  public static UserCache ofUser() {
    return new UserCache(directory(System.getenv(), System.getProperty("user.home")));
  }

  static Path directory(Map<String, String> environment, String home) {
    var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    var base = xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg);
    return base.resolve("kafka-mirror-operator");
  }

  /** Makes a file or a directory at a path that does not exist yet. */
  @FunctionalInterface
  public interface Maker {
    void make(Path target) throws IOException;
  }

  public boolean has(String entry) {
    return Files.exists(root.resolve(entry));
  }

  /**
   * The file or directory of this name, made when it is not there yet.
   *
   * @param entry path below the cache
   */
  public Path get(String entry, Maker maker) {
    var result = root.resolve(entry);
    if (Files.exists(result)) {
      return result;
    }
    try {
      Files.createDirectories(result.getParent());
      var lockFile = root.resolve("locks").resolve(entry.replace('/', '+'));
      Files.createDirectories(lockFile.getParent());
      // A file's lock keeps other processes out, but not this one's other threads.
      synchronized (UserCache.class) {
        try (var channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.lock()) {
          if (lock.isValid() && !Files.exists(result)) {
            make(result, maker);
          }
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill the cache at " + result, e);
    }
  }

  private static void make(Path result, Maker maker) throws IOException {
    var room = Files.createTempDirectory(result.getParent(), ".making-");
    try {
      var made = room.resolve(result.getFileName().toString());
      maker.make(made);
      Files.move(made, result, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(room);
    }
  }
}
