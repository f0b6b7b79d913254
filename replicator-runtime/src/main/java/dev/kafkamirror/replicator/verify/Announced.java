package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import java.util.List;
import java.util.Set;

/**
 * What the mirror has announced of a partition: that the target lacks it, or that it has more than
 * the source.
 *
 * @param leftOut source offsets that were not copied
 * @param onlyOnTarget records at most that the target has and the source took back
 */
record Announced(List<OffsetSpan> leftOut, long onlyOnTarget) {
  static final Announced NOTHING = new Announced(List.of(), 0);

  private static final Set<Reason> LEFT_OUT =
      Set.of(Reason.RecordSkipped, Reason.RecordDeadLettered, Reason.RetentionOverrun);

  static Announced of(Losses losses) {
    return new Announced(
        losses.ranges().stream()
            .filter(loss -> LEFT_OUT.contains(loss.reason()))
            .map(Announced::span)
            .toList(),
        losses.sum(Reason.SourceTruncated).records());
  }

  private static OffsetSpan span(DataLoss loss) {
    return new OffsetSpan(loss.fromOffset(), loss.toOffset());
  }

  /** Whether the record at this source offset was left out. */
  boolean isLeftOut(long sourceOffset) {
    return leftOut.stream().anyMatch(s -> s.from() <= sourceOffset && sourceOffset < s.to());
  }
}
