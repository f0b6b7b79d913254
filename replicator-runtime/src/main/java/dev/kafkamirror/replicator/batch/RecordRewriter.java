package dev.kafkamirror.replicator.batch;

import static dev.kafkamirror.replicator.batch.BatchHeader.ATTRIBUTES;
import static dev.kafkamirror.replicator.batch.BatchHeader.BASE_SEQUENCE;
import static dev.kafkamirror.replicator.batch.BatchHeader.BASE_TIMESTAMP;
import static dev.kafkamirror.replicator.batch.BatchHeader.COUNT;
import static dev.kafkamirror.replicator.batch.BatchHeader.CRC;
import static dev.kafkamirror.replicator.batch.BatchHeader.LAST_OFFSET_DELTA;
import static dev.kafkamirror.replicator.batch.BatchHeader.LEADER_EPOCH;
import static dev.kafkamirror.replicator.batch.BatchHeader.LENGTH;
import static dev.kafkamirror.replicator.batch.BatchHeader.LENGTH_END;
import static dev.kafkamirror.replicator.batch.BatchHeader.MAGIC;
import static dev.kafkamirror.replicator.batch.BatchHeader.MAX_TIMESTAMP;
import static dev.kafkamirror.replicator.batch.BatchHeader.PRODUCER_EPOCH;
import static dev.kafkamirror.replicator.batch.BatchHeader.PRODUCER_ID;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Puts the records of batches of format 2 into one new batch with the offsets 0, 1, 2… and time of
 * creation. Only lengths and deltas are written anew; keys, values and headers are copied without a
 * look at them. Works on uncompressed records, which may come and go in pieces.
 *
 * <p>Per batch: {@link #begin}, {@link #take} until it has all of its records, {@link #end}.
 */
public final class RecordRewriter {
  private static final byte CURRENT_MAGIC = 2;
  private static final int NONE = -1;

  /** Attributes, timestamp delta, offset delta, key and value length, number of headers. */
  private static final int LEAST_RECORD = 6;

  /** Length, attributes and both deltas at their longest. */
  private static final int LONGEST_START = 5 + 1 + 10 + 5;

  private final int start;
  private final OffsetRun.Builder runs = new OffsetRun.Builder();
  private byte[] bytes;
  private int end;
  private int count;
  private long baseTimestamp = NONE;
  private long maxTimestamp = NONE;

  private BatchHeader source;
  private LongPredicate wanted;
  private int seen;
  private int lastDelta;

  /** What the last varint read was, and where it ended. */
  private long value;

  private int cursor;

  /**
   * @param space where to write; replaced by a larger one when it gets full
   * @param start where the first record comes; {@link BatchHeader#SIZE} leaves room for the header
   */
  public RecordRewriter(byte[] space, int start) {
    this.bytes = space;
    this.start = start;
    this.end = start;
  }

  /**
   * Begins with the records of the next batch.
   *
   * @param batch of format 2
   * @param wantedOffsets which of its records go into the new batch, by source offset
   */
  public void begin(BatchHeader batch, LongPredicate wantedOffsets) {
    source = batch;
    wanted = wantedOffsets;
    seen = 0;
    lastDelta = -1;
  }

  /**
   * Takes what is whole of the records between position and limit, and moves the position behind
   * it.
   *
   * @throws CorruptBatchException if these are no records
   */
  public void take(ByteBuffer records) {
    while (seen < source.count() && takeOne(records)) {
      seen++;
    }
  }

  private boolean takeOne(ByteBuffer records) {
    if (!varint(records, records.position(), records.limit())) {
      return false;
    }
    long length = value;
    int recordStart = cursor;
    check(length >= LEAST_RECORD && length <= Integer.MAX_VALUE, "length", length);
    if (length > records.limit() - recordStart) {
      return false;
    }
    int recordEnd = recordStart + (int) length;
    check(varint(records, recordStart + 1, recordEnd), "timestamp", 0);
    long timestamp =
        source.isLogAppendTime() ? source.maxTimestamp() : source.baseTimestamp() + value;
    check(varint(records, cursor, recordEnd), "offset", 0);
    check(value > lastDelta && value <= source.lastOffsetDelta(), "offset delta", value);
    lastDelta = (int) value;
    long offset = source.baseOffset() + lastDelta;
    if (wanted.test(offset)) {
      write(records, records.get(recordStart), timestamp, cursor, recordEnd);
      runs.add(offset, 1);
    }
    records.position(recordEnd);
    return true;
  }

  private void write(ByteBuffer from, byte attributes, long timestamp, int rest, int recordEnd) {
    if (count == 0) {
      baseTimestamp = timestamp;
      maxTimestamp = timestamp;
    } else {
      maxTimestamp = Math.max(maxTimestamp, timestamp);
    }
    int body = recordEnd - rest;
    reserve(LONGEST_START + body);
    long delta = zigzag(timestamp - baseTimestamp);
    long index = zigzag(count);
    putVarint(zigzag(1 + size(delta) + size(index) + body));
    bytes[end++] = attributes;
    putVarint(delta);
    putVarint(index);
    from.get(rest, bytes, end, body);
    end += body;
    count++;
  }

  /**
   * Ends with this batch.
   *
   * @throws CorruptBatchException if it has had fewer records than its header says
   */
  public void end() {
    check(seen == source.count(), "number of records", seen);
  }

  /** Whether all records of the current batch were taken. */
  public boolean hasAll() {
    return seen == source.count();
  }

  private void check(boolean right, String what, long found) {
    if (!right) {
      throw new CorruptBatchException(
          "record %d of the batch at offset %d has a wrong %s (%d)"
              .formatted(seen, source.baseOffset(), what, found));
    }
  }

  /** Records written so far. */
  public int count() {
    return count;
  }

  /** Largest timestamp of those, -1 when there is none. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /** Source offsets of those. To be called once, at the end. */
  public List<OffsetRun> runs() {
    return runs.build();
  }

  /** The space that was given, or the larger one that took its place. */
  public byte[] space() {
    return bytes;
  }

  /** Bytes written and not yet drained. */
  public int pending() {
    return end - start;
  }

  /** What was written and not yet drained is taken away: the space is free again. */
  public ByteBuffer drain() {
    ByteBuffer written = ByteBuffer.wrap(bytes, start, end - start);
    end = start;
    return written;
  }

  /**
   * The uncompressed batch with everything written; the space becomes its own.
   *
   * @return between position 0 and limit
   */
  public ByteBuffer uncompressed() {
    ByteBuffer batch = ByteBuffer.wrap(bytes, 0, end);
    finish(batch, 0);
    return batch;
  }

  /**
   * Writes the header in front of the records, whatever they were compressed with.
   *
   * @param batch room for the header, then the records up to the limit; from position 0 on
   * @param codec as {@link BatchHeader#codec}
   */
  public void finish(ByteBuffer batch, int codec) {
    batch.putLong(0, 0);
    batch.putInt(LENGTH, batch.limit() - LENGTH_END);
    batch.putInt(LEADER_EPOCH, NONE);
    batch.put(MAGIC, CURRENT_MAGIC);
    batch.putShort(ATTRIBUTES, (short) codec);
    batch.putInt(LAST_OFFSET_DELTA, count - 1);
    batch.putLong(BASE_TIMESTAMP, baseTimestamp);
    batch.putLong(MAX_TIMESTAMP, maxTimestamp);
    batch.putLong(PRODUCER_ID, NONE);
    batch.putShort(PRODUCER_EPOCH, (short) NONE);
    batch.putInt(BASE_SEQUENCE, NONE);
    batch.putInt(COUNT, count);
    batch.putInt(CRC, BatchChecksum.of(batch, ATTRIBUTES, batch.limit() - ATTRIBUTES));
  }

  private void reserve(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, end + Math.max(more, end / 2));
    }
  }

  private static long zigzag(long number) {
    return (number << 1) ^ (number >> 63);
  }

  private static int size(long unsigned) {
    return (70 - Long.numberOfLeadingZeros(unsigned | 1)) / 7;
  }

  private void putVarint(long unsigned) {
    long rest = unsigned;
    while ((rest & ~0x7fL) != 0) {
      bytes[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
  }

  /** Returns false when the bytes end before it does. */
  private boolean varint(ByteBuffer from, int at, int limit) {
    long raw = 0;
    int shift = 0;
    for (int i = at; i < limit; i++, shift += 7) {
      byte b = from.get(i);
      raw |= (b & 0x7fL) << shift;
      if (b >= 0) {
        value = (raw >>> 1) ^ -(raw & 1);
        cursor = i + 1;
        return true;
      }
      check(shift < 63, "number", raw);
    }
    return false;
  }
}
