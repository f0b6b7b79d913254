package dev.kafkamirror.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
  @TempDir Path parent;

  @Test
  void clearsWhatAKilledOwnerLeft() throws IOException {
    Path left = Files.createDirectories(parent.resolve("kafka-east-1/data"));
    Files.createFile(parent.resolve("kafka-east-1/owner.lock"));

    ClusterDirectory.create(parent, "west");

    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void clustersThatStartAtOnceClearWhatAKilledOwnerLeft() throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(parent.resolve("kafka-left-" + i));
      Files.createFile(parent.resolve("kafka-left-" + i).resolve("owner.lock"));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<ClusterDirectory> create = () -> ClusterDirectory.create(parent, "east");
      for (Future<ClusterDirectory> made : threads.invokeAll(Collections.nCopies(4, create))) {
        assertThat(made.get().path()).exists();
      }
    }

    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).hasSize(4);
    }
  }

  @Test
  void leavesTheDirectoriesOfThoseThatRun() {
    ClusterDirectory east = ClusterDirectory.create(parent, "east");

    ClusterDirectory.create(parent, "west");

    assertThat(east.path()).exists();
  }

  /** An owner of several clusters looks at the directory of the first when it makes the second. */
  @Test
  void leavesTheDirectoriesOfAnotherJvmThatRuns() throws IOException {
    ClusterDirectory east = ClusterDirectory.create(parent, "east");
    ClusterDirectory west = ClusterDirectory.create(parent, "west");

    Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            OtherJvm.class.getName(),
            parent.toString())
        .run();

    assertThat(east.path()).exists();
    assertThat(west.path()).exists();
  }

  /** Makes a directory of its own and ends. */
  static final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] args) {
      ClusterDirectory.create(Path.of(args[0]), "north");
    }
  }

  @Test
  void leavesWhatIsKeptForReading() throws IOException {
    ClusterDirectory east = ClusterDirectory.create(parent, "east");
    Path log = Files.createFile(east.path().resolve("server.log"));
    east.keep();

    ClusterDirectory.create(parent, "west");

    assertThat(log).exists();
  }

  @Test
  void leavesDirectoriesThatAreNotOurs() throws IOException {
    Path other = Files.createDirectories(parent.resolve("kafka-of-somebody"));

    ClusterDirectory.create(parent, "west");

    assertThat(other).exists();
  }

  @Test
  void nothingIsLeftAfterDeletion() {
    ClusterDirectory east = ClusterDirectory.create(parent, "east");

    east.delete();

    assertThat(parent).isEmptyDirectory();
  }
}
