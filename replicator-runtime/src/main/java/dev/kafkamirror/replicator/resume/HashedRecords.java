package dev.kafkamirror.replicator.resume;

import java.util.Arrays;

/** Records of one partition in order: their offsets, and 128 bits that stand for their contents. */
final class HashedRecords {
  private long[] offsets = {};
  private long[] high = {};
  private long[] low = {};
  private int size;

  /**
   * @param offset greater than all before
   */
  void add(long offset, RecordHash.Value hash) {
    if (size == offsets.length) {
      int capacity = Math.max(16, 2 * size);
      offsets = Arrays.copyOf(offsets, capacity);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
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

  /** Forgets all, and gives the memory back. */
  void clear() {
    size = 0;
    offsets = new long[0];
    high = new long[0];
    low = new long[0];
  }
}
