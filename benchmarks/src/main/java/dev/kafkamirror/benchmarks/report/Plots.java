package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.report.LineChart.Line;
import dev.kafkamirror.benchmarks.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** All plots of a run, as SVG by file name. */
final class Plots {
  private static final List<Double> PERCENTILES =
      List.of(0.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0);
  private static final double NANOS_PER_MS = 1e6;
  private static final Pattern TASKS = Pattern.compile("(.*), tasks: (\\d+)");

  private Plots() {}

  static Map<String, String> of(List<Result> results, Curves curves) {
    Map<String, String> plots = new LinkedHashMap<>();
    bars(plots, "cpu.svg", results, Figure.CPU, true);
    bars(plots, "throughput.svg", results, Figure.SPEED, false);
    bars(plots, "memory.svg", results, Figure.MEMORY, false);
    curves.ofCases().forEach((name, systems) -> plots.put(name + ".svg", latency(name, systems)));
    tasks(plots, results);
    return plots;
  }

  private static void bars(
      Map<String, String> plots, String file, List<Result> all, Figure figure, boolean log) {
    List<Result> results = all.stream().filter(r -> r.figure().equals(figure)).toList();
    if (!results.isEmpty()) {
      plots.put(file, BarChart.of(results, log));
    }
  }

  private static String latency(String caseName, Map<String, Histogram> systems) {
    List<Line> lines = new ArrayList<>();
    systems.forEach(
        (system, histogram) ->
            lines.add(
                new Line(
                    system,
                    PERCENTILES.stream()
                        .map(p -> new Point(p, histogram.getValueAtPercentile(p) / NANOS_PER_MS))
                        .toList())));
    return LineChart.of(
        caseName + ": from produced to consumed, ms, by percentile (less is better)",
        lines,
        PERCENTILES,
        p -> p == Math.rint(p) ? "%.0f".formatted(p) : Double.toString(p),
        true);
  }

  private static void tasks(Map<String, String> plots, List<Result> results) {
    Map<String, Map<String, Map<Integer, Double>>> byFigure = new LinkedHashMap<>();
    for (Result result : results) {
      Matcher matcher = TASKS.matcher(result.figure().name());
      if (matcher.matches()) {
        String title = matcher.group(1) + ", " + result.figure().unit() + ", by number of tasks";
        var lines = byFigure.computeIfAbsent(title, _ -> new LinkedHashMap<>());
        int tasks = Integer.parseInt(matcher.group(2));
        result
            .ours()
            .ifPresent(v -> lines.computeIfAbsent("ours", _ -> new TreeMap<>()).put(tasks, v));
        result
            .mirrorMaker2()
            .ifPresent(
                v -> lines.computeIfAbsent("MirrorMaker 2", _ -> new TreeMap<>()).put(tasks, v));
      }
    }
    byFigure.forEach(
        (title, lines) ->
            plots.put(
                "tasks-" + (title.startsWith(Figure.CPU.name()) ? "cpu" : "throughput") + ".svg",
                tasks(title, lines)));
  }

  private static String tasks(String title, Map<String, Map<Integer, Double>> values) {
    List<Line> lines = new ArrayList<>();
    values.forEach(
        (system, byTasks) ->
            lines.add(
                new Line(
                    system,
                    byTasks.entrySet().stream()
                        .map(e -> new Point(e.getKey(), e.getValue()))
                        .toList())));
    List<Double> xs =
        values.values().iterator().next().keySet().stream().map(Integer::doubleValue).toList();
    return LineChart.of(title, lines, xs, "%.0f"::formatted, false);
  }
}
