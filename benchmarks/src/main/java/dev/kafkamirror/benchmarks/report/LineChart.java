package dev.kafkamirror.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Values over something that grows. */
final class LineChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int TOP = 70;
  private static final int BOTTOM = HEIGHT - 40;
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#999999", "#e69f00", "#009e73", "#cc79a7");

  private LineChart() {}

  record Point(double x, double y) {}

  record Line(String name, List<Point> points) {}

  /**
   * @param xs where the horizontal axis has its ticks, and is as wide from one to the next
   * @param tick what is written there
   */
  static String of(
      String title, List<Line> lines, List<Double> xs, DoubleFunction<String> tick, boolean log) {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    List<Double> values =
        lines.stream().flatMap(l -> l.points().stream()).map(Point::y).filter(y -> y > 0).toList();
    double largest = values.stream().mapToDouble(v -> v).max().orElse(1);
    double smallest = values.stream().mapToDouble(v -> v).min().orElse(1);
    Axis axis =
        log ? Axis.logarithmic(smallest, largest, BOTTOM, TOP) : Axis.linear(largest, BOTTOM, TOP);
    for (double y : axis.ticks()) {
      svg.line(LEFT, axis.pixel(y), WIDTH - 20, axis.pixel(y), Colours.GRID, 1);
      svg.label(LEFT - 6, axis.pixel(y) + 4, "end", MarkdownTable.number(y));
    }
    for (double x : xs) {
      svg.line(pixel(xs, x), TOP, pixel(xs, x), BOTTOM, Colours.GRID, 1);
      svg.label(pixel(xs, x), BOTTOM + 18, "middle", tick.apply(x));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, axis, xs, lines.get(i), COLOURS.get(i % COLOURS.size()));
      int left = LEFT + i % 3 * 260;
      int top = 28 + i / 3 * 18;
      svg.bar(left, top, 12, 12, COLOURS.get(i % COLOURS.size()));
      svg.label(left + 16, top + 10, "start", lines.get(i).name());
    }
    return svg.finish();
  }

  private static void draw(Svg svg, Axis axis, List<Double> xs, Line line, String colour) {
    List<Point> points = new ArrayList<>(line.points());
    for (int i = 1; i < points.size(); i++) {
      svg.line(
          pixel(xs, points.get(i - 1).x()),
          axis.pixel(points.get(i - 1).y()),
          pixel(xs, points.get(i).x()),
          axis.pixel(points.get(i).y()),
          colour,
          2);
    }
  }

  /** Between two ticks in proportion. */
  private static double pixel(List<Double> xs, double x) {
    double step = (WIDTH - 40.0 - LEFT) / Math.max(1, xs.size() - 1);
    for (int i = 1; i < xs.size(); i++) {
      if (x <= xs.get(i)) {
        double part = (x - xs.get(i - 1)) / (xs.get(i) - xs.get(i - 1));
        return LEFT + (i - 1 + part) * step;
      }
    }
    return LEFT + (xs.size() - 1) * step;
  }
}
