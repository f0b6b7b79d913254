package dev.kafkamirror.replicator.batch;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header of one batch. In the formats 0 and 1 there is none: offset, size, magic and attributes
 * are those of the message, the other fields say "unknown" and {@link #baseOffset} is the offset of
 * its last record.
 *
 * @param sizeInBytes the whole batch, header included
 * @param leaderEpoch epoch of the leader that appended it, -1 when unknown
 * @param lastOffsetDelta last offset less base offset, as it was before compaction
 * @param baseTimestamp timestamp of the first record; with {@link #hasDeleteHorizon} the horizon
 * @param maxTimestamp largest timestamp; with {@link #isLogAppendTime} that of every record
 * @param count records that are still in it, -1 when unknown
 */
public record BatchHeader(
    long baseOffset,
    int sizeInBytes,
    int leaderEpoch,
    byte magic,
    short attributes,
    int lastOffsetDelta,
    long baseTimestamp,
    long maxTimestamp,
    long producerId,
    short producerEpoch,
    int baseSequence,
    int count) {

  /** Where the number of bytes after it stands. */
  public static final int LENGTH = 8;

  static final int LEADER_EPOCH = 12;
  static final int MAGIC = 16;
  static final int CRC = 17;
  static final int ATTRIBUTES = 21;
  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int COUNT = 57;

  /** Bytes before the first record. */
  public static final int SIZE = 61;

  private static final int CODEC = 0x07;
  static final int LOG_APPEND_TIME = 0x08;
  static final int TRANSACTIONAL = 0x10;
  static final int CONTROL = 0x20;
  static final int DELETE_HORIZON = 0x40;

  private static final int LEGACY_ATTRIBUTES = 17;
  private static final int LEGACY_SIZE = 26;
  static final int LENGTH_END = 12;

  /**
   * Reads the batch at the buffer's position, which stays.
   *
   * @return empty when the buffer ends before the batch does: brokers cut the last one of a
   *     response
   * @throws CorruptBatchException if these bytes cannot be a batch
   */
  public static Optional<BatchHeader> read(ByteBuffer buffer) {
    int at = buffer.position();
    if (buffer.remaining() <= LEGACY_ATTRIBUTES) {
      return Optional.empty();
    }
    int size = LENGTH_END + buffer.getInt(at + LENGTH);
    byte magic = buffer.get(at + MAGIC);
    int smallest = magic < 2 ? LEGACY_SIZE : SIZE;
    if (size < smallest || magic < 0 || magic > 2) {
      throw new CorruptBatchException(
          "magic %d and size %d at offset %d are not those of a batch"
              .formatted(magic, size, buffer.getLong(at)));
    }
    if (buffer.remaining() < size) {
      return Optional.empty();
    }
    return Optional.of(
        magic < 2 ? legacy(buffer, at, size, magic) : current(buffer, at, size, magic));
  }

  private static BatchHeader legacy(ByteBuffer buffer, int at, int size, byte magic) {
    short attributes = buffer.get(at + LEGACY_ATTRIBUTES);
    return new BatchHeader(
        buffer.getLong(at), size, -1, magic, attributes, 0, -1, -1, -1, (short) -1, -1, -1);
  }

  private static BatchHeader current(ByteBuffer buffer, int at, int size, byte magic) {
    return new BatchHeader(
        buffer.getLong(at),
        size,
        buffer.getInt(at + LEADER_EPOCH),
        magic,
        buffer.getShort(at + ATTRIBUTES),
        buffer.getInt(at + LAST_OFFSET_DELTA),
        buffer.getLong(at + BASE_TIMESTAMP),
        buffer.getLong(at + MAX_TIMESTAMP),
        buffer.getLong(at + PRODUCER_ID),
        buffer.getShort(at + PRODUCER_EPOCH),
        buffer.getInt(at + BASE_SEQUENCE),
        buffer.getInt(at + COUNT));
  }

  public long lastOffset() {
    return baseOffset + lastOffsetDelta;
  }

  /** Where the next batch may start. */
  public long nextOffset() {
    return lastOffset() + 1;
  }

  /** Whether it is of format 0 or 1. */
  public boolean isLegacy() {
    return magic < 2;
  }

  /** What the records are compressed with: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  public int codec() {
    return attributes & CODEC;
  }

  /** The {@link #codec()} of the batch of format 2 at the buffer's position. */
  public static int codec(ByteBuffer batch) {
    return batch.getShort(batch.position() + ATTRIBUTES) & CODEC;
  }

  /** The {@link #maxTimestamp} of the batch of format 2 at the buffer's position. */
  public static long maxTimestamp(ByteBuffer batch) {
    return batch.getLong(batch.position() + MAX_TIMESTAMP);
  }

  public boolean isLogAppendTime() {
    return (attributes & LOG_APPEND_TIME) != 0;
  }

  public boolean isTransactional() {
    return !isLegacy() && (attributes & TRANSACTIONAL) != 0;
  }

  /** Whether it holds a transaction marker or the like instead of records. */
  public boolean isControl() {
    return !isLegacy() && (attributes & CONTROL) != 0;
  }

  public boolean hasDeleteHorizon() {
    return !isLegacy() && (attributes & DELETE_HORIZON) != 0;
  }

  /** Whether records are missing inside: the log cleaner was there. */
  public boolean hasHoles() {
    return !isLegacy() && lastOffsetDelta + 1 != count;
  }

  /** A timestamp that is no later than the batch's own latest; -1 when there is none. */
  public long earliestKnownTimestamp() {
    return isLogAppendTime() || hasDeleteHorizon() ? maxTimestamp : baseTimestamp;
  }
}
