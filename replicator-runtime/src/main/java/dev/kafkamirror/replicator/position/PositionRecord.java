package dev.kafkamirror.replicator.position;

import java.time.Duration;
import java.util.Optional;

/**
 * The small record of a partition, written whenever it has got further. A long index is in a record
 * of its own, the {@link IndexRecord}, which is written less often; here are the ranges since.
 *
 * @param stored the position, with the ranges that are in this record alone
 * @param indexEnd source offset up to which the index record has the ranges; {@link #WITHOUT_INDEX}
 *     when all there are, are here
 */
record PositionRecord(StoredPosition stored, long indexEnd) {
  static final long WITHOUT_INDEX = -1;
  private static final int MOST_RANGES = 64;
  private static final Duration INDEX_EVERY = Duration.ofSeconds(10);

  /**
   * What to write of a position.
   *
   * @param indexed the last range of the index record that is in the topic
   */
  static PositionRecord of(StoredPosition stored, Optional<OffsetRange> indexed) {
    OffsetRanges ranges = stored.copied().ranges();
    if (indexed.isEmpty() || !ranges.hasClosed(indexed.get())) {
      return new PositionRecord(stored, WITHOUT_INDEX);
    }
    long end = indexed.get().sourceEnd();
    return new PositionRecord(stored.with(stored.copied().with(ranges.from(end))), end);
  }

  /**
   * Whether the index record is to be written anew.
   *
   * @param age time since it was written last
   */
  boolean wantsIndex(Duration age) {
    int closed = stored.copied().ranges().size() - 1;
    boolean now =
        closed > MOST_RANGES
            || stored.ownership().releasedIn() != Ownership.NOT_RELEASED
            || age.compareTo(INDEX_EVERY) >= 0;
    return closed > 0 && now;
  }

  /**
   * The whole position.
   *
   * @param index the latest index record; it may be older or newer than this one, or gone
   */
  StoredPosition whole(Optional<IndexRecord> index) {
    OffsetRanges rest = stored.copied().ranges();
    if (indexEnd == WITHOUT_INDEX || rest.isEmpty()) {
      return stored;
    }
    long from = rest.get(0).sourceOffset();
    OffsetRanges all = index.map(i -> i.ranges().before(from)).orElse(OffsetRanges.NONE);
    boolean complete = !all.isEmpty() && all.get(all.size() - 1).sourceEnd() >= indexEnd;
    for (int i = 0; i < rest.size(); i++) {
      all = all.append(rest.get(i));
    }
    all = all.thinnedTo(complete ? rest.thinnedTo() : Math.max(from, rest.thinnedTo()));
    return stored.with(stored.copied().with(all));
  }
}
