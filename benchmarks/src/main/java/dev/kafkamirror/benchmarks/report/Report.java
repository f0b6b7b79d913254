package dev.kafkamirror.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The files that a run leaves. */
public final class Report {
  private Report() {}

  /** Writes results.json, results.md and the plots. */
  public static void write(Path directory, List<Result> results, Machine machine) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("results.json"), ResultsFile.of(results, machine));
      Files.writeString(directory.resolve("results.md"), markdown(results, machine));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results to " + directory, e);
    }
  }

  public static String table(List<Result> results) {
    return MarkdownTable.of(results);
  }

  private static String markdown(List<Result> results, Machine machine) {
    return "# Benchmarks\n\n"
        + "Medians. Machine: "
        + words(machine.hardware())
        + ". Versions: "
        + words(machine.versions())
        + ".\n\n"
        + table(results);
  }

  private static String words(Map<String, String> map) {
    return map.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
