package dev.kafkamirror.local.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary directory of one cluster. It is locked by the JVM that owns it, a lock that the
 * operating system takes away when the JVM ends however that happens, so that the next start knows
 * what a killed one has left and clears that, and nothing else.
 */
final class ClusterDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterDirectory.class);
  private static final String PREFIX = "kafka-";
  private static final String LOCK = "owner.lock";

  /**
   * Those of this JVM. It must never look into their lock files: closing any channel of a file
   * takes away all of the process's locks on it (fcntl(2)), and the next JVM would clear a cluster
   * that runs.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private ClusterDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a directory, and clears those beside it whose owners are gone. One at a time in a JVM:
   * locks hold between processes, and a second attempt of the same JVM on one file is an error.
   *
   * @param parent where temporary directories belong
   */
  static synchronized ClusterDirectory create(Path parent, String cluster) {
    try {
      clearAbandoned(parent);
      Path path = Files.createTempDirectory(parent, PREFIX + cluster + "-");
      OWN.add(path);
      // Others see the file only once it is locked.
      Path unlocked = path.resolve(LOCK + ".new");
      FileChannel lock = open(unlocked, StandardOpenOption.CREATE_NEW);
      if (lock.tryLock() == null) {
        throw new IOException("somebody else has locked " + unlocked);
      }
      Files.move(unlocked, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      return new ClusterDirectory(path, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for Kafka cluster " + cluster, e);
    }
  }

  Path path() {
    return path;
  }

  /** Lets it stay for a person to read: nobody clears it any more. */
  void keep() {
    try {
      Files.delete(path.resolve(LOCK));
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      deleteRecursively(path);
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clearAbandoned(Path parent) throws IOException {
    List<Path> candidates;
    try (Stream<Path> all = Files.list(parent)) {
      candidates =
          all.filter(p -> p.getFileName().toString().startsWith(PREFIX))
              .filter(p -> !OWN.contains(p))
              .filter(p -> Files.isRegularFile(p.resolve(LOCK)))
              .toList();
    }
    for (Path candidate : candidates) {
      try (FileChannel channel = open(candidate.resolve(LOCK))) {
        if (channel.tryLock() != null) {
          deleteRecursively(candidate);
        }
      } catch (NoSuchFileException gone) {
        LOG.atDebug().addKeyValue("directory", candidate).log("is being cleared by another JVM");
      }
    }
  }

  private static FileChannel open(Path file, StandardOpenOption... more) throws IOException {
    return FileChannel.open(
        file,
        Stream.concat(Stream.of(StandardOpenOption.WRITE), Stream.of(more))
            .toArray(StandardOpenOption[]::new));
  }

  private static void deleteRecursively(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
