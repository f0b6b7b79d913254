package dev.kafkamirror.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dcrd.update=true} writes the files instead. */
class CrdYamlTest {
  private static final String REGENERATE =
      "This file differs from the API types. Write it anew and look at what changed:"
          + " mvn -q -pl crds -am test -Dtest=CrdYamlTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dcrd.update=true";

  @ParameterizedTest
  @ValueSource(strings = {".", "../helm/kafka-mirror-operator/files"})
  void theCommittedFileEqualsTheTypes(Path folder) throws IOException {
    Path file = folder.resolve(CrdYaml.FILE_NAME);
    String generated = CrdYaml.generate();

    if (Boolean.getBoolean("crd.update")) {
      Files.createDirectories(folder);
      Files.writeString(file, generated);
    }

    assertThat(file).as(REGENERATE).exists();
    assertThat(Files.readString(file)).as(REGENERATE).isEqualTo(generated);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec", "status"})
  void theReferenceHasTheTableOfFields(String part) throws IOException {
    Path file = Path.of("../docs/reference/kafkamirror.md");
    String before = Files.readString(file);
    String begin = "<!-- " + part + ": begin -->\n";
    String end = "<!-- " + part + ": end -->";
    String generated =
        before.substring(0, before.indexOf(begin) + begin.length())
            + FieldTable.of(CrdYaml.generate(), part)
            + before.substring(before.indexOf(end));

    if (Boolean.getBoolean("crd.update")) {
      Files.writeString(file, generated);
    }

    assertThat(Files.readString(file)).as(REGENERATE).isEqualTo(generated);
  }
}
