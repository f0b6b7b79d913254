package dev.kafkamirror.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.observe.Neighbour;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All files of {@code examples/} can be applied to one namespace. */
class ExamplesTest {
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

  private final List<Neighbour> mirrors = mirrors();

  @Test
  void noTwoExamplesHaveTheSameName() {
    assertThat(mirrors).hasSizeGreaterThan(5).extracting(Neighbour::name).doesNotHaveDuplicates();
  }

  @Test
  void noTwoExamplesWriteTheSameRemoteTopic() {
    assertThat(mirrors)
        .allSatisfy(
            mirror ->
                assertThat(
                        Conflicts.of(
                            mirror,
                            mirrors.stream().filter(other -> !other.equals(mirror)).toList()))
                    .isEmpty());
  }

  @Test
  void everyPatternOfTheExamplesIsARegularExpression() {
    assertThat(mirrors)
        .allSatisfy(mirror -> assertThat(Validation.invalidRegex(mirror.wanted())).isEmpty());
  }

  private static List<Neighbour> mirrors() {
    try (Stream<Path> files = Files.list(Path.of("../examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(ExamplesTest::documents)
          .map(ExamplesTest::neighbour)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<KafkaMirror> documents(Path file) {
    try {
      return DOCUMENTS
          .splitAsStream(Files.readString(file))
          .map(document -> Serialization.unmarshal(document, KafkaMirror.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Equal target aliases stand for the same cluster, whatever its listeners' addresses. */
  private static Neighbour neighbour(KafkaMirror mirror) {
    return new Neighbour(
        "examples",
        mirror.getMetadata().getName(),
        "2026-01-01T00:00:00Z",
        mirror.getSpec(),
        null,
        mirror.getSpec().target().alias());
  }
}
