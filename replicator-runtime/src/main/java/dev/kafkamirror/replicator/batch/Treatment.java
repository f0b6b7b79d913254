package dev.kafkamirror.replicator.batch;

/** The way of one batch to the target (design D6). */
public enum Treatment {
  /** As it is, with other header fields. */
  COPY,
  /** Record by record into a new batch: a broker would refuse it, or read it otherwise. */
  REENCODE,
  /** Not at all: nothing in it is for consumers. */
  DROP;

  /**
   * Chooses the way.
   *
   * @param position first offset that is wanted
   * @param aborted whether the batch belongs to an aborted transaction
   */
  public static Treatment of(BatchHeader batch, long position, boolean aborted) {
    if (batch.lastOffset() < position || batch.isControl() || aborted || batch.count() == 0) {
      return DROP;
    }
    // LogValidator refuses holes; LogAppendTime would show the inner times of creation instead.
    boolean copyable =
        !batch.isLegacy()
            && batch.baseOffset() >= position
            && !batch.hasHoles()
            && !batch.isLogAppendTime();
    return copyable ? COPY : REENCODE;
  }
}
