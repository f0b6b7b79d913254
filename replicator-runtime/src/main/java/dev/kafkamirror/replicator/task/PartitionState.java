package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;

/**
 * One partition as its task sees it now.
 *
 * @param sinceMs when this phase was first seen, wall clock
 * @param copied null until the first offset is known
 * @param sourceEnd source end (last stable offset under read_committed) a few seconds ago at most,
 *     -1 when unknown
 * @param fetchedFrom id of the broker that it was last fetched from, -1 for none
 * @param oldestPendingTimestamp timestamp in ms of the oldest record that is known and not
 *     acknowledged; -1 when none is pending or it is not known
 * @param records records acknowledged by the target since the task started
 * @param bytes bytes of batches acknowledged since the task started
 * @param losses what was ever left out of the partition, or lost by the source
 * @param error what keeps it from copying, null when nothing does
 */
public record PartitionState(
    Phase phase,
    long sinceMs,
    Copied copied,
    long sourceEnd,
    int fetchedFrom,
    long oldestPendingTimestamp,
    long records,
    long bytes,
    Losses losses,
    String reason,
    String error) {

  /** How far it is copied; null until the first offset is known. */
  public Position position() {
    return copied == null ? null : copied.position();
  }

  /** What others wrote into the remote partition, as far as it is known. */
  public ForeignRecords foreign() {
    return copied == null ? ForeignRecords.NONE : copied.foreign();
  }

  /** Whether it copies, or would if there was something. */
  public boolean isReplicating() {
    return phase == Phase.Running || phase == Phase.CatchingUp;
  }

  /** Whether a partition copies. */
  public enum Phase {
    Starting,
    Running,
    /** Copies, and what the source had ten seconds ago is not all acknowledged yet. */
    CatchingUp,
    /** Something passing is wrong; tried again with back-off. */
    Retrying,
    Paused,
    /** Nothing more is copied until a person or the spec says so. */
    Failed
  }
}
