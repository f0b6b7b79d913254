package dev.kafkamirror.replicator.task.merge;

/**
 * Which batches are put together, and how far. Compressed ones have more to them than their size
 * says, and cost more.
 *
 * @param small a batch up to this size had better not go alone, bytes
 * @param largest what they are put together to at most, bytes
 */
public record MergeLimits(int small, int largest, int smallCompressed, int largestCompressed) {
  private static final int KIB = 1 << 10;

  public static MergeLimits defaults() {
    return new MergeLimits(16 * KIB, 128 * KIB, 4 * KIB, 64 * KIB);
  }

  int small(int codec) {
    return codec == 0 ? small : smallCompressed;
  }

  int largest(int codec) {
    return codec == 0 ? largest : largestCompressed;
  }
}
