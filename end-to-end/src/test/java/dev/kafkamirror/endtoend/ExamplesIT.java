package dev.kafkamirror.endtoend;

import dev.kafkamirror.quickstart.Playground;
import dev.kafkamirror.quickstart.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in {@code examples/}, applied as it stands. */
@ExtendWith(PlaygroundExtension.class)
class ExamplesIT {

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(ProjectFiles.find().example(""))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void becomesReady(Path example, Playground playground) {
    String file = example.toString();
    playground.kubernetes().kubectl("apply", "--namespace", Playground.NAMESPACE, "-f", file);
    try {
      playground
          .kubernetes()
          .kubectl(
              "wait",
              "--for=condition=Ready",
              "--timeout=180s",
              "--namespace",
              Playground.NAMESPACE,
              "-f",
              file);
    } finally {
      playground.kubernetes().kubectl("delete", "--namespace", Playground.NAMESPACE, "-f", file);
    }
  }
}
