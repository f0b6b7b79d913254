package dev.kafkamirror.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The table for people: a line a figure, with medians. */
public final class MarkdownTable {
  private static final String UNKNOWN = "–";

  private MarkdownTable() {}

  public static String of(List<Result> results) {
    StringBuilder text =
        new StringBuilder(
            "| case | figure | unit | ours | MirrorMaker 2 | limit | times better |\n"
                + "|---|---|---|---:|---:|---:|---:|\n");
    for (Result r : results) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  r.caseName(),
                  r.figure().name(),
                  r.figure().unit(),
                  number(r.ours()),
                  number(r.mirrorMaker2()),
                  number(r.limit()),
                  number(r.ratio())));
    }
    return text.toString();
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? UNKNOWN : number(value.getAsDouble());
  }

  /** Three digits that count, as more would only be noise. */
  static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
