package dev.kafkamirror.replicator.policy;

import dev.kafkamirror.replicator.policy.DataLoss.Reason;

/**
 * What it means that the source's leader has nothing at the next offset to copy: a pure function of
 * that offset and of where the leader's log begins and ends.
 *
 * @param lostFrom first offset that is missing; equal to lostTo when none is
 * @param lostTo the offset after the last missing one
 * @param goOnAt where to copy on when the loss is put up with
 */
public record SourceRange(long lostFrom, long lostTo, long goOnAt, Reason reason) {

  public static SourceRange of(long offset, long logStart, long logEnd) {
    if (offset < logStart) {
      return new SourceRange(offset, logStart, logStart, Reason.RetentionOverrun);
    }
    if (offset > logEnd) {
      return new SourceRange(logEnd, offset, logEnd, Reason.SourceTruncated);
    }
    return new SourceRange(offset, offset, offset, null);
  }

  /** Of a leader's log that parts from what was copied at an offset (KIP-320). */
  public static SourceRange diverging(long offset, long at) {
    long from = Math.min(offset, at);
    return new SourceRange(from, offset, from, Reason.SourceTruncated);
  }

  /** Whether the leader has the offset after all. */
  public boolean isWhole() {
    return reason == null;
  }
}
