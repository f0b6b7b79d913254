package dev.kafkamirror.replicator.verify;

/**
 * Where two partitions differ.
 *
 * @param sourceOffset -1 where the source has no such record
 * @param targetOffset -1 where the target has no such record
 * @param what in words
 */
public record Difference(long sourceOffset, long targetOffset, String what) {
  static final long NONE = -1;

  @Override
  public String toString() {
    return "source offset "
        + text(sourceOffset)
        + ", target offset "
        + text(targetOffset)
        + ": "
        + what;
  }

  private static String text(long offset) {
    return offset == NONE ? "none" : Long.toString(offset);
  }
}
