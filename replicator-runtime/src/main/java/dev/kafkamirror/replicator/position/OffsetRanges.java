package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.batch.OffsetRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Which source offset went to which target offset, in one partition (design D8). Records that
 * follow each other without a hole on either side are one range however many they are, so that a
 * dense partition has one range, and another one after each hole: compacted records, transaction
 * markers, fences.
 *
 * <p>Bounded: when {@link #MOST} ranges are reached, the older half is thinned out. What lies in a
 * range that is gone translates to the end of the one before, which is earlier, never later.
 *
 * <p>Immutable. Snapshots of one growing index share their memory.
 */
public final class OffsetRanges {
  /** Ranges of a partition. */
  public static final int MOST = 2_000;

  public static final OffsetRanges NONE =
      new OffsetRanges(new long[0], new AtomicInteger(), 0, null, 0);

  private static final int FIELDS = 3;

  /** Ranges that grow no more: source offset, target offset and count of each. */
  private final long[] closed;

  /** How many of {@link #closed} are taken by the snapshot that has got furthest. */
  private final AtomicInteger taken;

  private final int closedCount;
  private final OffsetRange last;
  private final long thinnedTo;

  private OffsetRanges(
      long[] closed, AtomicInteger taken, int closedCount, OffsetRange last, long thinnedTo) {
    this.closed = closed;
    this.taken = taken;
    this.closedCount = closedCount;
    this.last = last;
    this.thinnedTo = thinnedTo;
  }

  /**
   * With the records of an acknowledged batch.
   *
   * @param runs source offsets of its records, in order
   * @param baseOffset its first target offset
   */
  public OffsetRanges append(List<OffsetRun> runs, long baseOffset) {
    OffsetRanges all = this;
    long target = baseOffset;
    for (OffsetRun run : runs) {
      all = all.append(new OffsetRange(run.sourceOffset(), target, run.count()));
      target += run.count();
    }
    return all;
  }

  /**
   * With one more range. One that does not lie behind all others on both sides means that the
   * partition was begun anew: the others are forgotten.
   */
  public OffsetRanges append(OffsetRange next) {
    if (last == null) {
      return new OffsetRanges(closed, taken, closedCount, next, thinnedTo);
    }
    if (next.sourceOffset() < last.sourceEnd() || next.targetOffset() < last.targetEnd()) {
      return NONE.append(next);
    }
    if (last.continuesAt(next.sourceOffset(), next.targetOffset())) {
      OffsetRange longer =
          new OffsetRange(last.sourceOffset(), last.targetOffset(), last.count() + next.count());
      return new OffsetRanges(closed, taken, closedCount, longer, thinnedTo);
    }
    return (size() == MOST ? thinned() : this).close(next);
  }

  private OffsetRanges close(OffsetRange next) {
    boolean room = (closedCount + 1) * FIELDS <= closed.length;
    boolean mine = room && taken.compareAndSet(closedCount, closedCount + 1);
    long[] all =
        mine ? closed : Arrays.copyOf(closed, Math.min(2 * closedCount + 2, MOST) * FIELDS);
    put(all, closedCount, last);
    return new OffsetRanges(
        all, mine ? taken : new AtomicInteger(closedCount + 1), closedCount + 1, next, thinnedTo);
  }

  /** Of the older half, the first one and the longer one of every two others. */
  private OffsetRanges thinned() {
    int half = size() / 2;
    long[] kept = new long[closed.length];
    int count = 0;
    for (int i = 0; i < closedCount; i++) {
      boolean paired = i > 0 && i + 1 < half;
      if (paired) {
        put(kept, count++, get(i).count() >= get(i + 1).count() ? get(i) : get(i + 1));
        i++;
      } else {
        put(kept, count++, get(i));
      }
    }
    return new OffsetRanges(kept, new AtomicInteger(count), count, last, get(half).sourceOffset());
  }

  private static void put(long[] all, int index, OffsetRange range) {
    all[index * FIELDS] = range.sourceOffset();
    all[index * FIELDS + 1] = range.targetOffset();
    all[index * FIELDS + 2] = range.count();
  }

  /** How many there are. */
  public int size() {
    return last == null ? 0 : closedCount + 1;
  }

  public boolean isEmpty() {
    return last == null;
  }

  /** The one of an index, in the order of their offsets; the last one may still grow. */
  public OffsetRange get(int index) {
    return index == closedCount && last != null
        ? last
        : new OffsetRange(
            closed[index * FIELDS], closed[index * FIELDS + 1], closed[index * FIELDS + 2]);
  }

  /** All of them, in the order of their offsets. */
  public List<OffsetRange> toList() {
    return IntStream.range(0, size()).mapToObj(this::get).toList();
  }

  /**
   * From this source offset on no range is missing between two others; 0 when none is missing at
   * all.
   */
  long thinnedTo() {
    return thinnedTo;
  }

  /** The same, of which ranges may be missing before this source offset. */
  public OffsetRanges thinnedTo(long sourceOffset) {
    return sourceOffset <= thinnedTo
        ? this
        : new OffsetRanges(closed, taken, closedCount, last, sourceOffset);
  }

  /** The way back: which target offset came from which source offset. */
  OffsetRanges reversed() {
    OffsetRanges back = NONE;
    long backThinnedTo = 0;
    for (int i = 0; i < size(); i++) {
      OffsetRange range = get(i);
      back =
          back.append(new OffsetRange(range.targetOffset(), range.sourceOffset(), range.count()));
      if (range.sourceOffset() < thinnedTo) {
        backThinnedTo = range.targetEnd();
      }
    }
    return back.thinnedTo(backThinnedTo);
  }

  /** What lies before a source offset. */
  OffsetRanges before(long sourceOffset) {
    int end = indexOf(sourceOffset - 1) + 1;
    if (end == 0) {
      return NONE.thinnedTo(thinnedTo);
    }
    OffsetRange cut = get(end - 1);
    long count = Math.min(cut.count(), sourceOffset - cut.sourceOffset());
    OffsetRange ending = new OffsetRange(cut.sourceOffset(), cut.targetOffset(), count);
    // The closed ones before it are shared; whoever appends to both copies.
    return new OffsetRanges(closed, taken, end - 1, ending, thinnedTo);
  }

  /** What lies before a target offset; empty when that is not known to the record. */
  public Optional<OffsetRanges> beforeTarget(long targetOffset) {
    int index = size() - 1;
    while (index >= 0 && get(index).targetOffset() >= targetOffset) {
      index--;
    }
    if (index < 0) {
      return Optional.empty();
    }
    OffsetRange range = get(index);
    boolean exact = targetOffset <= range.targetEnd() || range.sourceOffset() >= thinnedTo;
    long count = Math.min(range.count(), targetOffset - range.targetOffset());
    return exact ? Optional.of(before(range.sourceOffset() + count)) : Optional.empty();
  }

  /** Those that end behind a source offset. */
  OffsetRanges from(long sourceOffset) {
    OffsetRanges some = NONE;
    int first = indexOf(sourceOffset);
    for (int i = Math.max(first, 0); i < size(); i++) {
      if (get(i).sourceEnd() > sourceOffset) {
        some = some.append(get(i));
      }
    }
    return some.thinnedTo(thinnedTo > sourceOffset ? thinnedTo : 0);
  }

  /** All but the last one, which may still grow. */
  OffsetRanges closed() {
    return last == null ? this : before(last.sourceOffset());
  }

  /** Whether this is one of those that grow no more. */
  boolean hasClosed(OffsetRange range) {
    int index = indexOf(range.sourceOffset());
    return index >= 0 && index < closedCount && get(index).equals(range);
  }

  /** Index of the last range that begins at or before a source offset, -1 when there is none. */
  private int indexOf(long sourceOffset) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      long start = middle == closedCount ? last.sourceOffset() : closed[middle * FIELDS];
      if (start <= sourceOffset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /**
   * Where a consumer that has read the source up to an offset goes on at the target.
   *
   * @param sourceOffset the next one that it would read
   * @param end how far the partition is copied
   * @return empty when that is not known: it has read further than what is copied, or what it has
   *     to read lies before all that is known here
   */
  public Optional<Translation> translate(long sourceOffset, Position end) {
    if (sourceOffset >= end.sourceOffset()) {
      return sourceOffset == end.sourceOffset() && end.targetOffset() >= 0
          ? Optional.of(new Translation(end.targetOffset(), true))
          : Optional.empty();
    }
    int index = indexOf(sourceOffset);
    if (index < 0) {
      // Only the very first record of the remote partition has nothing before it.
      return !isEmpty() && get(0).targetOffset() == 0
          ? Optional.of(new Translation(0, true))
          : Optional.empty();
    }
    OffsetRange range = get(index);
    if (sourceOffset < range.sourceEnd()) {
      long into = sourceOffset - range.sourceOffset();
      return Optional.of(new Translation(range.targetOffset() + into, true));
    }
    boolean nothingMissing =
        range.sourceOffset() >= thinnedTo
            || (index + 1 < size() && get(index + 1).targetOffset() == range.targetEnd());
    return Optional.of(new Translation(range.targetEnd(), nothingMissing));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof OffsetRanges ranges
            && thinnedTo == ranges.thinnedTo
            && size() == ranges.size()
            && (last == null || last.equals(ranges.last))
            && Arrays.equals(
                closed, 0, closedCount * FIELDS, ranges.closed, 0, closedCount * FIELDS));
  }

  @Override
  public int hashCode() {
    return 31 * size() + (last == null ? 0 : last.hashCode());
  }

  @Override
  public String toString() {
    return size() <= 4 ? toList().toString() : size() + " ranges, the last " + last;
  }
}
