package dev.kafkamirror.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that compares us with MirrorMaker 2 behaviour by behaviour. */
class ParityPageTest {
  private static final Path PAGE = Path.of("../docs/reference/mirrormaker2-parity.md");
  private static final int BEHAVIOURS = 98;
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| *\\S.* \\|$");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void hasARowForEachBehaviour() throws IOException {
    assertThat(all(ROW).map(row -> Integer.parseInt(row.group(1))))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
  }

  @Test
  void namesTestsThatThereAre() throws IOException {
    List<String> missing = new ArrayList<>();
    for (MatchResult test : all(TEST).toList()) {
      if (sources(test.group(1)).noneMatch(source -> source.contains(" " + test.group(2) + "("))) {
        missing.add(test.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Stream<MatchResult> all(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results();
  }

  /** The texts of the test classes of this name; two modules may each have one. */
  private static Stream<String> sources(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String module : List.of("replicator-runtime", "operator", "end-to-end")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        for (Path file : files.filter(f -> f.endsWith(name + ".java")).toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts.stream();
  }
}
