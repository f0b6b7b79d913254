package dev.kafkamirror.replicator.resume;

import java.util.Arrays;

/** Records of one partition in order: their offsets, and 128 bits that stand for their contents. */
final class HashedRecords {
  private long[] offsets = new long[64];
  private long[] high = new long[64];
  private long[] low = new long[64];
  private int size;

  /**
   * @param offset greater than all before
   */
  void add(long offset, RecordHash.Value hash) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      high = Arrays.copyOf(high, 2 * size);
      low = Arrays.copyOf(low, 2 * size);
    }
    offsets[size] = offset;
    high[size] = hash.high();
    low[size] = hash.low();
    size++;
  }

  int size() {
    return size;
  }

  long offset(int index) {
    return offsets[index];
  }

  /** Evenly spread bits of a record's content. */
  long bits(int index) {
    return high[index];
  }

  boolean same(int index, HashedRecords others, int other) {
    return high[index] == others.high[other] && low[index] == others.low[other];
  }

  void clear() {
    size = 0;
  }
}
