package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.position.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the target's tail beside the source. The owner that is gone copied records of the source in
 * order, from a known pair of offsets on; how far it got is wanted.
 *
 * <p>Either side may have changed since. A record of the tail that the source no longer has
 * (compaction, retention) had an offset at the source, so there is a hole for it between its
 * neighbours; a record of the source that the target no longer has left such a hole in the tail.
 * Markers and aborted records are holes without a record. So records are matched one by one, in
 * order, each with the next of the tail that is the same; what is passed over on either side must
 * have room in the holes of the other. The answer is the last point at which everything left of the
 * tail has room in the holes before the next record of the source: everything before is proven to
 * be in the target.
 *
 * <p>Where there is no such point, somebody else wrote into the tail; then its records may be
 * passed over without room, and count as foreign.
 *
 * <p>Exact unless compaction removed records from the source that equal later ones in everything,
 * also the millisecond; nothing can tell these apart.
 */
final class TailMatcher {
  /** So many records in a row may be missing in the target where records are skipped on purpose. */
  static final int MOST_SKIPPED = 10_000;

  /**
   * One stretch of both logs.
   *
   * @param sourceStart first source offset that may not be copied yet
   * @param source the source's records from there on: more than the tail has room for, or all
   * @param sourceEnd up to which offset they are all of the source
   * @param targetStart where the target goes on after what is known to be copied
   * @param tail the target's records from there on
   * @param targetEnd up to which offset they are all of the target
   * @param tailComplete whether that is the target's end
   */
  record Stretch(
      long sourceStart,
      HashedRecords source,
      long sourceEnd,
      long targetStart,
      HashedRecords tail,
      long targetEnd,
      boolean tailComplete) {}

  private final Stretch in;
  private final boolean mayLack;
  private final boolean mayBeForeign;
  private final TailIndex index;
  private final List<OffsetRange> ranges = new ArrayList<>();

  /** The tail's first record behind the last match. */
  private int at;

  private long lastSource;
  private long lastTarget;

  /** Records of the source passed over since the last match. */
  private long lacking;

  private long gone;
  private long foreign;
  private long notCopied;
  private Settled settled;

  private TailMatcher(Stretch in, boolean mayLack, boolean mayBeForeign) {
    this.in = in;
    this.mayLack = mayLack;
    this.mayBeForeign = mayBeForeign;
    this.index = new TailIndex(in.tail());
    this.lastSource = in.sourceStart() - 1;
    this.lastTarget = in.targetStart() - 1;
  }

  /**
   * Compares a stretch.
   *
   * @param skips whether records of the source may have been left out when they were copied
   * @return empty when the tail goes on and nothing in it is known at the source
   */
  static Optional<TailMatch> match(Stretch stretch, boolean skips) {
    Optional<TailMatch> found = new TailMatcher(stretch, skips, false).run();
    return found.isPresent() ? found : new TailMatcher(stretch, skips, true).run();
  }

  private Optional<TailMatch> run() {
    HashedRecords source = in.source();
    boolean possible = true;
    for (int i = 0; possible && i < source.size(); i++) {
      long offset = source.offset(i);
      settle(offset);
      possible = at < in.tail().size() && (take(i, offset) || passOver());
    }
    if (possible) {
      settle(in.sourceEnd());
    }
    if (in.tailComplete()) {
      return Optional.ofNullable(settled).map(s -> s.result(ranges));
    }
    return ranges.isEmpty()
        ? Optional.empty()
        : Optional.of(new TailMatch(false, lastSource + 1, ranges, gone, foreign, notCopied));
  }

  /** Whether nothing from this source offset on need be copied yet. */
  private void settle(long nextSource) {
    if (!in.tailComplete() || lacking > 0) {
      return;
    }
    long left = in.tail().size() - (long) at;
    long room = nextSource - lastSource - 1;
    if (left <= room || mayBeForeign) {
      long fits = Math.min(left, room);
      settled =
          new Settled(
              lastSource + 1 + fits,
              ranges.size(),
              ranges.isEmpty() ? null : ranges.getLast(),
              gone + fits,
              foreign + left - fits,
              notCopied);
    }
  }

  /** A point to go on from, and how far the ranges had got there. */
  private record Settled(
      long sourceOffset,
      int rangeCount,
      OffsetRange last,
      long gone,
      long foreign,
      long notCopied) {
    TailMatch result(List<OffsetRange> all) {
      List<OffsetRange> known = new ArrayList<>(all.subList(0, rangeCount));
      if (rangeCount > 0) {
        known.set(rangeCount - 1, last);
      }
      return new TailMatch(true, sourceOffset, known, gone, foreign, notCopied);
    }
  }

  private boolean take(int record, long offset) {
    long room = offset - lastSource - 1 - lacking;
    int found = index.find(in.source(), record, at);
    if (found < 0 || (found - at > room && !mayBeForeign)) {
      return false;
    }
    long target = in.tail().offset(found);
    long passed = found - (long) at;
    if (lacking > target - lastTarget - 1 - passed && !mayLack) {
      return false;
    }
    gone += Math.min(passed, room);
    foreign += Math.max(0, passed - room);
    notCopied += lacking;
    lacking = 0;
    lastSource = offset;
    lastTarget = target;
    at = found + 1;
    append(offset, target);
    return true;
  }

  private void append(long source, long target) {
    OffsetRange last = ranges.isEmpty() ? null : ranges.getLast();
    if (last != null && source == last.sourceEnd() && target == last.targetEnd()) {
      ranges.set(
          ranges.size() - 1,
          new OffsetRange(last.sourceOffset(), last.targetOffset(), last.count() + 1));
    } else {
      ranges.add(new OffsetRange(source, target, 1));
    }
  }

  /** Whether the record of the source may be one that the target no longer has. */
  private boolean passOver() {
    lacking++;
    long holes = in.targetEnd() - lastTarget - 1 - (in.tail().size() - (long) at);
    return mayLack ? lacking <= MOST_SKIPPED : lacking <= holes;
  }
}
