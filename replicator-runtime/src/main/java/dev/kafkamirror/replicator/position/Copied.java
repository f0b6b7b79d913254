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
 * @param foreign what others wrote into the remote partition
 */
public record Copied(
    Position position, OffsetRanges ranges, Losses losses, ForeignRecords foreign) {

  /** Nothing was lost, and nobody else wrote. */
  public Copied(Position position, OffsetRanges ranges) {
    this(position, ranges, Losses.NONE, ForeignRecords.NONE);
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
    return new Copied(now, ranges.append(runs, now.targetOffset() - count), losses, foreign);
  }

  /** Further, without any record. */
  public Copied at(Position now) {
    return new Copied(now, ranges, losses, foreign);
  }

  /** With one more range that was lost. */
  public Copied without(DataLoss loss) {
    return new Copied(position, ranges, losses.and(loss), foreign);
  }

  /** The same position with other ranges. */
  public Copied with(OffsetRanges known) {
    return new Copied(position, known, losses, foreign);
  }

  /** With records that somebody else wrote. */
  public Copied with(ForeignRecords others) {
    return new Copied(position, ranges, losses, others);
  }

  /**
   * The same seen from the target: where its records came from. A reader of the remote partition
   * goes on there at the source.
   */
  public Copied reversed() {
    Position back =
        position.sourceOffset() < 0
            ? new Position(-1, -1, -1)
            : new Position(Math.max(0, position.targetOffset()), position.sourceOffset(), -1);
    return new Copied(back, ranges.reversed());
  }

  /**
   * What is left of it where the target lost its end.
   *
   * @param last where the target ends now
   */
  public Copied truncatedTo(Position last, OffsetRanges left) {
    return new Copied(last, left, losses, foreign.before(last.targetOffset()));
  }
}
