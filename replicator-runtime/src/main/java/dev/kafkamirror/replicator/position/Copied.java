package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.Losses;
import java.util.List;

/**
 * What is copied of one partition: how far, and which record went where.
 *
 * @param ranges of what was copied, as far back as is known; empty when nothing is known
 * @param losses what was left out, or lost by the source
 */
public record Copied(Position position, OffsetRanges ranges, Losses losses) {

  /** Nothing was lost. */
  public Copied(Position position, OffsetRanges ranges) {
    this(position, ranges, Losses.NONE);
  }

  /** Up to a position, with nothing known of what is before it. */
  public static Copied upTo(Position position) {
    return new Copied(position, OffsetRanges.NONE);
  }

  /**
   * With the records of an acknowledged batch.
   *
   * @param runs source offsets of its records, in order
   * @param now position after it; the batch ends at its target offset
   * @param count records of the batch
   */
  public Copied and(List<OffsetRun> runs, Position now, int count) {
    return new Copied(now, ranges.append(runs, now.targetOffset() - count), losses);
  }

  /** Further, without any record. */
  public Copied at(Position now) {
    return new Copied(now, ranges, losses);
  }

  /** With one more range that was lost. */
  public Copied without(DataLoss loss) {
    return new Copied(position, ranges, losses.and(loss));
  }
}
