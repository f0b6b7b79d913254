package dev.kafkamirror.replicator.position;

/**
 * The ranges of a partition that grow no more, in a record of their own.
 *
 * @param epoch of the owner that wrote it
 */
record IndexRecord(int epoch, OffsetRanges ranges) {

  /** The one that belongs to a position now; without any range when none is closed. */
  static IndexRecord of(StoredPosition stored) {
    return new IndexRecord(stored.ownership().epoch(), stored.copied().ranges().closed());
  }
}
