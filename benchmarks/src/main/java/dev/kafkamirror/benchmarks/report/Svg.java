package dev.kafkamirror.benchmarks.report;

import java.util.Locale;

/** A drawing in the making. Coordinates are pixels from the upper left corner. */
final class Svg {
  private static final String FONT = "font-family=\"sans-serif\" font-size=\"12\"";

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\">%n<title>%s</title>%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            width,
            height,
            width,
            height,
            escaped(title)));
    label(width / 2.0, 18, "middle", title);
  }

  void bar(double x, double y, double width, double height, String colour) {
    text.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            colour));
  }

  void line(double x1, double y1, double x2, double y2, String colour, double width) {
    text.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%.1f\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour,
            width));
  }

  /**
   * @param anchor start, middle or end: which part of the text is at x
   */
  void label(double x, double y, String anchor, String label) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s fill=\"#222\">%s</text>%n",
            x,
            y,
            anchor,
            FONT,
            escaped(label)));
  }

  String finish() {
    return text + "</svg>\n";
  }

  private static String escaped(String label) {
    return label.replace("&", "&amp;").replace("<", "&lt;");
  }
}
