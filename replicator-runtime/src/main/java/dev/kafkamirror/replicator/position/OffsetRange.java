package dev.kafkamirror.replicator.position;

/**
 * Records with consecutive offsets at the source that have consecutive offsets at the target.
 *
 * @param sourceOffset of the first record
 * @param targetOffset of the first record
 * @param count records, at least 1
 */
public record OffsetRange(long sourceOffset, long targetOffset, long count) {

  public OffsetRange {
    if (sourceOffset < 0 || targetOffset < 0 || count < 1) {
      throw new IllegalArgumentException(
          "No range: %d records from %d to %d".formatted(count, sourceOffset, targetOffset));
    }
  }

  /** Source offset after its last record. */
  public long sourceEnd() {
    return sourceOffset + count;
  }

  /** Target offset after its last record. */
  public long targetEnd() {
    return targetOffset + count;
  }

  /** Whether the next one's records follow without a hole on either side. */
  boolean continuesAt(long source, long target) {
    return source == sourceEnd() && target == targetEnd();
  }
}
