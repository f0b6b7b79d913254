package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the index of a position knows: exact within its ranges, nothing between them. */
final class RangePairs implements OffsetPairs {
  private final List<OffsetRange> ranges;

  private RangePairs(List<OffsetRange> ranges) {
    this.ranges = ranges;
  }

  static OffsetPairs of(OffsetRanges index) {
    return index.isEmpty() ? OffsetPairs.NONE : new RangePairs(index.toList());
  }

  @Override
  public long sourceOf(long targetOffset) {
    return other(targetOffset, OffsetRange::targetOffset, OffsetRange::sourceOffset);
  }

  @Override
  public long targetOf(long sourceOffset) {
    return other(sourceOffset, OffsetRange::sourceOffset, OffsetRange::targetOffset);
  }

  private long other(
      long offset, ToLongFunction<OffsetRange> side, ToLongFunction<OffsetRange> otherSide) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (side.applyAsLong(ranges.get(middle)) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return UNKNOWN;
    }
    OffsetRange range = ranges.get(low - 1);
    long into = offset - side.applyAsLong(range);
    return into < range.count() ? otherSide.applyAsLong(range) + into : UNKNOWN;
  }
}
