package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.verify.Findings;
import dev.kafkamirror.replicator.verify.PartitionVerdict;
import dev.kafkamirror.replicator.verify.PartitionVerdict.Outcome;
import dev.kafkamirror.replicator.verify.Verification;
import dev.kafkamirror.replicator.verify.VerificationProgress;
import dev.kafkamirror.replicator.verify.VerificationResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replicator verify}: compares every record of both clusters. */
@Command(
    name = "verify",
    description = {
      "Compares every record of the mirrored topics on both clusters: key, value, headers,"
          + " timestamp and order.",
      "While the mirror runs, it compares what was copied when it began: up to the positions."
          + " Only reads; needs the rights to read topics and their settings."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:equal", "1:different", "2:wrong usage, or not all could be checked"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  replicator verify --config mirror.yaml --secrets secrets",
      "  replicator verify --config mirror.yaml --topic orders --topic payments",
      "  replicator verify --config mirror.yaml --to-the-ends --output json",
      "  kubectl exec deploy/east-to-west -- replicator verify --config ..."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;
  @Mixin private MirrorOptions mirror;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of the source; may be given more than once. Default: all.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--to-the-ends",
      description =
          "Compares up to the present ends of both logs: what is not copied yet is a difference."
              + " For a mirror that has caught up or is stopped.")
  private boolean toTheEnds;

  private long began;
  private long reported;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Optional<FlowSettings> settings = mirror.settings(err);
    if (settings.isEmpty()) {
      return 2;
    }
    Verification verification = Verification.of(settings.get()).topics(topics);
    began = System.nanoTime();
    reported = began;
    VerificationResult result;
    try {
      result = (toTheEnds ? verification.toTheEnds() : verification).run(this::report);
    } catch (ClusterException e) {
      err.println(e.getMessage());
      return 2;
    }
    print(result, spec.commandLine().getOut());
    return switch (result.outcome()) {
      case Equal -> 0;
      case Different -> 1;
      case Unchecked -> 2;
    };
  }

  private void report(VerificationProgress at) {
    long now = System.nanoTime();
    if (now - reported < REPORT_EVERY.toNanos()) {
      return;
    }
    reported = now;
    double seconds = (now - began) / 1e9;
    spec.commandLine()
        .getErr()
        .printf(
            "%d of %d partitions, %d of %d offsets, %.0f a second%n",
            at.partitions(),
            at.partitionsTotal(),
            at.offsets(),
            at.offsetsTotal(),
            at.offsets() / seconds);
  }

  private void print(VerificationResult result, PrintWriter out) {
    if (mirror.json()) {
      MirrorOptions.printJson(out, VerifyDocument.of(result));
      return;
    }
    TextTable table =
        new TextTable(
            "TOPIC",
            "PARTITION",
            "RESULT",
            "EQUAL",
            "DIFFERENCES",
            "ANNOUNCED",
            "REMOVED",
            "NOT COPIED YET");
    for (PartitionVerdict p : result.partitions()) {
      Findings found = p.findings();
      table.row(
          p.source().topic(),
          p.source().partition() < 0 ? null : p.source().partition(),
          p.outcome(),
          found.equal(),
          found.differences(),
          found.announced(),
          found.removedFromSource() + found.removedFromTarget(),
          p.behind());
    }
    table.print(out);
    for (PartitionVerdict p : result.partitions()) {
      if (p.findings().first() != null) {
        out.println(p.source() + " differs first at " + p.findings().first());
      }
      if (p.findings().problem() != null) {
        out.println(p.source() + " could not be checked: " + p.findings().problem());
      }
    }
    out.printf(
        "%s: %d records equal in %d of %d partitions%n",
        result.outcome(),
        result.equal(),
        result.partitions().stream().filter(p -> p.outcome() == Outcome.Equal).count(),
        result.partitions().size());
  }
}
