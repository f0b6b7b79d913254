package dev.kafkamirror.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The files that a run leaves. */
public final class Report {
  private Report() {}

  /** Writes results.json, results.md and the plots. */
  public static void write(Path directory, List<Result> results, Curves curves, Machine machine) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("results.json"), ResultsFile.of(results, machine));
      Map<String, String> plots = Plots.of(results, curves);
      Files.writeString(
          directory.resolve("results.md"), markdown(results, plots.keySet(), machine));
      for (Map.Entry<String, String> plot : plots.entrySet()) {
        Files.writeString(directory.resolve(plot.getKey()), plot.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results to " + directory, e);
    }
  }

  public static String table(List<Result> results) {
    return MarkdownTable.of(results);
  }

  private static String markdown(List<Result> results, Collection<String> plots, Machine machine) {
    return "# Results of the benchmarks\n\n"
        + "Medians of all runs, which are in results.json. MirrorMaker 2 is its best setting.\n\n"
        + table(results)
        + plots.stream()
            .map(file -> "\n![" + file.replace(".svg", "") + "](" + file + ")\n")
            .collect(Collectors.joining())
        + "\nMachine: "
        + words(machine.hardware())
        + ".\n\nVersions: "
        + words(machine.versions())
        + ".\n";
  }

  private static String words(Map<String, String> map) {
    return map.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
