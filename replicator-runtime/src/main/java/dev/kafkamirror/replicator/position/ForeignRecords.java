package dev.kafkamirror.replicator.position;

/**
 * What somebody else wrote into a remote partition, markers of their transactions included. It
 * stays there. Never changes.
 *
 * @param records how many
 * @param fromOffset target offset of the first, or one shortly before it
 * @param toOffset the target offset after the last, or one shortly behind it
 * @param timeMs when the last were noticed, wall clock
 */
public record ForeignRecords(long records, long fromOffset, long toOffset, long timeMs) {
  public static final ForeignRecords NONE = new ForeignRecords(0, -1, -1, 0);

  public boolean isEmpty() {
    return records == 0;
  }

  /**
   * With more of them. What lies before {@link #toOffset} was counted: an owner that comes anew may
   * see it again.
   *
   * @param more how many there are from this target offset on
   */
  public ForeignRecords and(long more, long from, long to, long nowMs) {
    long counted = Math.max(0, toOffset - from);
    if (more <= counted) {
      return this;
    }
    return new ForeignRecords(
        records + more - counted, isEmpty() ? from : Math.min(fromOffset, from), to, nowMs);
  }

  /** The target lost what is from this offset on: others may come there. */
  ForeignRecords before(long end) {
    return toOffset <= end
        ? this
        : new ForeignRecords(records, Math.min(fromOffset, end), end, timeMs);
  }
}
