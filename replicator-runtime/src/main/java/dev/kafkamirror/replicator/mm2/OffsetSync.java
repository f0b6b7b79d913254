package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import java.util.ArrayList;
import java.util.List;

/**
 * The record at this source offset is the one at this target offset. MirrorMaker 2 translates an
 * offset with the newest sync that is not behind it: the sync's own record exactly, any later one
 * to the target offset after it.
 */
public record OffsetSync(long sourceOffset, long targetOffset) {
  /** MirrorMaker 2 keeps as many of a partition. */
  private static final int MOST = 64;

  /**
   * The syncs that say what was copied since the last one: the first record behind each hole, and
   * the last one.
   *
   * @param last the last one that was written, null when none was
   * @param ranges what is copied
   * @return in the order of their offsets
   */
  public static List<OffsetSync> since(OffsetSync last, OffsetRanges ranges) {
    if (ranges.isEmpty()) {
      return List.of();
    }
    OffsetRange newest = ranges.get(ranges.size() - 1);
    OffsetSync end = new OffsetSync(newest.sourceEnd() - 1, newest.targetEnd() - 1);
    if (end.equals(last)) {
      return List.of();
    }
    boolean goesOn =
        last != null
            && last.sourceOffset < end.sourceOffset
            && last.targetOffset < end.targetOffset;
    List<OffsetSync> syncs = new ArrayList<>();
    for (int i = Math.max(0, ranges.size() - MOST); goesOn && i < ranges.size(); i++) {
      OffsetRange range = ranges.get(i);
      OffsetSync first = new OffsetSync(range.sourceOffset(), range.targetOffset());
      if (first.sourceOffset > last.sourceOffset && !first.equals(end)) {
        syncs.add(first);
      }
    }
    syncs.add(end);
    return List.copyOf(syncs);
  }
}
