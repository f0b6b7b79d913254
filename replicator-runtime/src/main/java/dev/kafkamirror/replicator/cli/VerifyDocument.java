package dev.kafkamirror.replicator.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kafkamirror.replicator.verify.Difference;
import dev.kafkamirror.replicator.verify.Findings;
import dev.kafkamirror.replicator.verify.OffsetSpan;
import dev.kafkamirror.replicator.verify.PartitionVerdict;
import dev.kafkamirror.replicator.verify.PartitionVerdict.Outcome;
import dev.kafkamirror.replicator.verify.VerificationResult;
import java.util.List;

/** What {@code replicator verify --output json} prints. */
record VerifyDocument(Outcome outcome, long equal, List<Partition> partitions) {

  /** One partition; see {@link Findings}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Partition(
      String topic,
      int partition,
      String remoteTopic,
      Outcome outcome,
      long equal,
      long missing,
      long extra,
      long changed,
      long removedFromSource,
      long removedFromTarget,
      long announced,
      long notCopiedYet,
      List<OffsetSpan> missingSpans,
      List<OffsetSpan> extraSpans,
      Difference firstDifference,
      String problem) {

    private static Partition of(PartitionVerdict p) {
      Findings found = p.findings();
      return new Partition(
          p.source().topic(),
          p.source().partition(),
          p.remote().topic(),
          p.outcome(),
          found.equal(),
          found.missing(),
          found.extra(),
          found.changed(),
          found.removedFromSource(),
          found.removedFromTarget(),
          found.announced(),
          p.behind(),
          found.missingSpans(),
          found.extraSpans(),
          found.first(),
          found.problem());
    }
  }

  static VerifyDocument of(VerificationResult result) {
    return new VerifyDocument(
        result.outcome(), result.equal(), result.partitions().stream().map(Partition::of).toList());
  }
}
