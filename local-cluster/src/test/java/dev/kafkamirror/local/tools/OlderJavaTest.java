package dev.kafkamirror.local.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderJavaTest {
  @TempDir private Path directory;

  @Test
  void takesTheFirstThatIsNeitherTooOldNorTooNew() throws IOException {
    var homes = List.of(home("a", "11.0.2"), home("b", "25"), home("c", "21.0.4"), home("d", "17"));

    assertThat(new OlderJava(homes).find()).contains(homes.get(2).resolve("bin/java"));
  }

  @Test
  void takesNothingWithoutAJavaCommand() throws IOException {
    var home = home("jre", "17.0.15");
    Files.delete(home.resolve("bin/java"));

    assertThat(new OlderJava(List.of(home, directory.resolve("absent"))).find()).isEmpty();
  }

  private Path home(String name, String version) throws IOException {
    var home = directory.resolve(name);
    var java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.createFile(java).toFile().setExecutable(true);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
