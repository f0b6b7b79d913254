package dev.kafkamirror.replicator.position;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Ranges as bytes: what is thinned out, their number, and of each the distances to the end of the
 * one before, on both sides, and its count. All are unsigned varints as in Kafka's protocol, so
 * that a range behind a short hole takes three to five bytes.
 */
final class RangeFormat {
  private RangeFormat() {}

  static void write(OffsetRanges ranges, ByteArrayOutputStream out) {
    writeVarint(ranges.thinnedTo(), out);
    writeVarint(ranges.size(), out);
    long source = 0;
    long target = 0;
    for (int i = 0; i < ranges.size(); i++) {
      OffsetRange range = ranges.get(i);
      writeVarint(range.sourceOffset() - source, out);
      writeVarint(range.targetOffset() - target, out);
      writeVarint(range.count(), out);
      source = range.sourceEnd();
      target = range.targetEnd();
    }
  }

  static OffsetRanges read(ByteBuffer bytes) {
    long thinnedTo = readVarint(bytes);
    OffsetRanges ranges = OffsetRanges.NONE;
    long source = 0;
    long target = 0;
    for (long left = readVarint(bytes); left > 0; left--) {
      OffsetRange range =
          new OffsetRange(
              source + readVarint(bytes), target + readVarint(bytes), readVarint(bytes));
      ranges = ranges.append(range);
      source = range.sourceEnd();
      target = range.targetEnd();
    }
    return ranges.thinnedTo(thinnedTo);
  }

  static void writeVarint(long value, ByteArrayOutputStream out) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static long readVarint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A varint has more than 64 bits");
  }
}
