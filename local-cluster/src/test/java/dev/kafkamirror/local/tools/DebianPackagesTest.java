package dev.kafkamirror.local.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesTest {
  @TempDir Path directory;

  @Test
  void knowsAPackageByItsFile() throws IOException {
    var there = Files.createFile(directory.resolve("there"));
    var packages =
        new DebianPackages(Map.of("one", there, "two", directory.resolve("absent")), line -> {});

    assertThat(packages.missing()).containsExactly("two");
  }

  @Test
  void doesNothingWhereNothingIsMissing() throws IOException {
    var there = Files.createFile(directory.resolve("there"));
    var said = new ArrayList<String>();

    new DebianPackages(Map.of("one", there), said::add).install();

    assertThat(said).isEmpty();
  }
}
