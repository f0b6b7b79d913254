package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.convert.Conversion;
import dev.kafkamirror.replicator.convert.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of every setting, for people and for programs. */
final class ConversionReport {
  private final Conversion conversion;

  ConversionReport(Conversion conversion) {
    this.conversion = conversion;
  }

  /** All settings. */
  void table(PrintWriter out) {
    print(out, conversion.findings());
  }

  /** Only those that don't do what they did. */
  void differences(PrintWriter out) {
    print(
        out,
        conversion.findings().stream().filter(f -> f.outcome() != Finding.Outcome.Kept).toList());
  }

  private void print(PrintWriter out, List<Finding> shown) {
    TextTable table = new TextTable("RESULT", "MIRROR", "SETTING", "BECOMES", "BECAUSE");
    List<Finding> findings = new ArrayList<>(shown);
    findings.sort(Comparator.comparing(Finding::mirror).thenComparingInt(ConversionReport::rank));
    for (Finding finding : findings) {
      table.row(
          result(finding),
          orDash(finding.mirror()),
          finding.key(),
          orDash(finding.becomes()),
          finding.reason());
    }
    table.print(out);
    long lost = conversion.findings().stream().filter(Finding::effect).count();
    out.printf(
        "KafkaMirrors: %d, Secrets: %d, settings dropped with an effect: %d%n",
        conversion.mirrors().size(), conversion.secrets().size(), lost);
  }

  void json(PrintWriter out) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("lostSomething", conversion.lostSomething());
    report.put("mirrors", conversion.mirrors().stream().map(m -> m.name()).toList());
    report.put("secrets", conversion.secrets().stream().map(s -> s.name()).toList());
    report.put("findings", conversion.findings());
    MirrorOptions.printJson(out, report);
  }

  private static String result(Finding finding) {
    return finding.effect() ? "DROPPED" : finding.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** What a person has to look at comes first. */
  private static int rank(Finding finding) {
    return switch (finding.outcome()) {
      case Dropped -> finding.effect() ? 0 : 2;
      case Changed -> 1;
      case Kept -> 3;
    };
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
