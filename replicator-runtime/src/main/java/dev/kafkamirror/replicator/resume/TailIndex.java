package dev.kafkamirror.replicator.resume;

import java.util.Arrays;

/** Finds records of the target's tail by what is in them. */
final class TailIndex {
  private static final int NONE = -1;

  private final HashedRecords tail;

  /** First record of each bucket that is not behind the last search; then the next ones. */
  private final int[] first;

  private final int[] next;

  TailIndex(HashedRecords tail) {
    this.tail = tail;
    this.first = new int[Math.max(16, Integer.highestOneBit(Math.max(1, tail.size())) * 2)];
    this.next = new int[tail.size()];
    Arrays.fill(first, NONE);
    for (int i = tail.size() - 1; i >= 0; i--) {
      int bucket = bucket(tail, i);
      next[i] = first[bucket];
      first[bucket] = i;
    }
  }

  private int bucket(HashedRecords records, int index) {
    return (int) records.bits(index) & (first.length - 1);
  }

  /**
   * The first record from an index on that is the same as one of the source, -1 when there is none.
   *
   * @param from never less than in the search before
   */
  int find(HashedRecords source, int wanted, int from) {
    int bucket = bucket(source, wanted);
    while (first[bucket] != NONE && first[bucket] < from) {
      first[bucket] = next[first[bucket]];
    }
    int found = first[bucket];
    while (found != NONE && !tail.same(found, source, wanted)) {
      found = next[found];
    }
    return found;
  }
}
