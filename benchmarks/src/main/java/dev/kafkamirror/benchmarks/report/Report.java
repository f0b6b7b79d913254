package dev.kafkamirror.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that a run leaves, and that a later one of other cases adds to. */
public final class Report {
  private static final String RESULTS = "results.json";

  private Report() {}

  /**
   * What earlier runs left in a directory; nothing when there was none.
   *
   * @throws IllegalArgumentException when results.json is not one of ours
   */
  public static List<Result> read(Path directory) {
    Path file = directory.resolve(RESULTS);
    try {
      return Files.exists(file) ? ResultsFile.read(Files.readString(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Writes results.json, results.md and the plots. */
  public static void write(Path directory, List<Result> results, Curves curves) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(RESULTS), ResultsFile.of(results));
      for (Map.Entry<String, String> plot : Plots.of(results, curves).entrySet()) {
        Files.writeString(directory.resolve(plot.getKey()), plot.getValue());
      }
      Files.writeString(directory.resolve("results.md"), markdown(results, plots(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results to " + directory, e);
    }
  }

  /** Also those of earlier runs: a plot of latencies can't be made of results alone. */
  private static List<String> plots(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".svg"))
          .sorted()
          .toList();
    }
  }

  public static String table(List<Result> results) {
    return MarkdownTable.of(results);
  }

  private static String markdown(List<Result> results, List<String> plots) {
    return "# Results of the benchmarks\n\n"
        + "Medians of all runs, which are in results.json. MirrorMaker 2 is its best setting.\n\n"
        + table(results)
        + plots.stream()
            .map(file -> "\n![" + file.replace(".svg", "") + "](" + file + ")\n")
            .collect(Collectors.joining())
        + results.stream()
            .collect(
                Collectors.groupingBy(
                    Result::machine,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        Result::caseName, Collectors.toCollection(LinkedHashSet::new))))
            .entrySet()
            .stream()
            .map(run -> where(run.getKey(), run.getValue()))
            .collect(Collectors.joining());
  }

  private static String where(Machine machine, Set<String> cases) {
    return "\n%s. Machine: %s. Versions: %s.\n"
        .formatted(String.join(", ", cases), words(machine.hardware()), words(machine.versions()));
  }

  private static String words(Map<String, String> map) {
    return map.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
