package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One figure of several cases: a group of bars a case. */
final class BarChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int BOTTOM = HEIGHT - 40;
  private static final double GAP = 0.25;

  private BarChart() {}

  /**
   * @param results of one figure; at least one
   * @param logarithmic where values of one case are many times those of another
   */
  static String of(List<Result> results, boolean logarithmic) {
    Figure figure = results.getFirst().figure();
    String better = figure.lessIsBetter() ? "less is better" : "more is better";
    Svg svg = new Svg(WIDTH, HEIGHT, "%s, %s (%s)".formatted(figure.name(), figure.unit(), better));
    Axis axis = axis(results, logarithmic);
    for (double tick : axis.ticks()) {
      svg.line(LEFT, axis.pixel(tick), WIDTH - 10, axis.pixel(tick), Colours.GRID, 1);
      svg.label(LEFT - 6, axis.pixel(tick) + 4, "end", MarkdownTable.number(tick));
    }
    double group = (WIDTH - 10.0 - LEFT) / results.size();
    for (int i = 0; i < results.size(); i++) {
      group(svg, axis, results.get(i), LEFT + i * group, group);
    }
    legend(svg);
    return svg.finish();
  }

  private static Axis axis(List<Result> results, boolean logarithmic) {
    List<Double> values =
        results.stream().flatMap(r -> bars(r).values().stream()).filter(v -> v > 0).toList();
    double largest = values.stream().mapToDouble(v -> v).max().orElse(1);
    double smallest = values.stream().mapToDouble(v -> v).min().orElse(1);
    return logarithmic
        ? Axis.logarithmic(smallest, largest, BOTTOM, TOP)
        : Axis.linear(largest, BOTTOM, TOP);
  }

  private static void group(Svg svg, Axis axis, Result result, double left, double width) {
    Map<Role, Double> bars = bars(result);
    double each = width * (1 - GAP) / Role.values().length;
    double x = left + width * GAP / 2;
    for (Role role : Role.values()) {
      if (bars.containsKey(role)) {
        double y = axis.pixel(bars.get(role));
        svg.bar(x, y, each - 2, BOTTOM - y, Colours.of(role));
        svg.label(x + each / 2, y - 4, "middle", MarkdownTable.number(bars.get(role)));
      }
      x += each;
    }
    svg.label(left + width / 2, BOTTOM + 18, "middle", result.caseName());
  }

  private static Map<Role, Double> bars(Result result) {
    Map<Role, Double> bars = new EnumMap<>(Role.class);
    put(bars, Role.OURS, result.ours());
    put(bars, Role.MIRROR_MAKER_2, result.mirrorMaker2());
    put(bars, Role.LIMIT, result.limit());
    return bars;
  }

  private static void put(Map<Role, Double> bars, Role role, OptionalDouble value) {
    value.ifPresent(v -> bars.put(role, v));
  }

  private static void legend(Svg svg) {
    int x = LEFT;
    for (Role role : Role.values()) {
      svg.bar(x, 28, 12, 12, Colours.of(role));
      svg.label(x + 16, 38, "start", name(role));
      x += 130;
    }
  }

  static String name(Role role) {
    return switch (role) {
      case OURS -> "ours";
      case MIRROR_MAKER_2 -> "MirrorMaker 2";
      case LIMIT -> "limit";
    };
  }
}
