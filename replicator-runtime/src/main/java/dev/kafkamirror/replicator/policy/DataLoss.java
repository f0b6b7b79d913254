package dev.kafkamirror.replicator.policy;

import java.util.function.LongSupplier;

/**
 * A range of source offsets that was left out, or that the source no longer has.
 *
 * @param fromOffset its first source offset
 * @param toOffset the source offset after it
 * @param timeMs when it was noticed, wall clock
 */
public record DataLoss(long fromOffset, long toOffset, Reason reason, long timeMs) {

  /** How it came about. */
  public enum Reason {
    /** The source had deleted the records before they were mirrored. */
    RetentionOverrun,
    /** The source lost records that were mirrored: the target has them, the source has not. */
    SourceTruncated,
    /**
     * The topic was deleted and created again: what was not yet mirrored of the old one is gone.
     */
    SourceTopicRecreated,
    /** The target lost records that were mirrored: they are mirrored again. */
    TargetTruncated,
    /** A record that the target can't take was left out. */
    RecordSkipped,
    /** A record that the target can't take is in the dead letter topic instead. */
    RecordDeadLettered
  }

  public static DataLoss of(long fromOffset, long toOffset, Reason reason, LongSupplier wallClock) {
    return new DataLoss(fromOffset, toOffset, reason, wallClock.getAsLong());
  }

  /** Offsets in it: as many records at most, fewer where compaction or transactions left holes. */
  public long records() {
    return toOffset - fromOffset;
  }
}
