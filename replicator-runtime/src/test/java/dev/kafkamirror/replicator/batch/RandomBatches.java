package dev.kafkamirror.replicator.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Batches of every shape that a source can have, the same ones for the same seed. */
public final class RandomBatches {
  private static final CompressionType[] CODECS = CompressionType.values();

  private final Random random;

  public RandomBatches(long seed) {
    random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public CompressionType codec() {
    return CODECS[random.nextInt(CODECS.length)];
  }

  /** Dense and with time of creation: one that can be copied as it is. */
  public ByteBuffer copyable(CompressionType codec, long baseOffset) {
    return build(codec, baseOffset, false);
  }

  /** Anything of format 2, also with holes or LogAppendTime. */
  public ByteBuffer any(CompressionType codec, long baseOffset) {
    ByteBuffer batch = build(codec, baseOffset, random.nextBoolean());
    if (random.nextInt(4) == 0) {
      MemoryRecords.readableRecords(batch)
          .batches()
          .iterator()
          .next()
          .setMaxTimestamp(TimestampType.LOG_APPEND_TIME, timestamp(0, 0));
    }
    return batch;
  }

  private ByteBuffer build(CompressionType codec, long baseOffset, boolean holes) {
    boolean transactional = random.nextInt(4) == 0;
    boolean horizon = random.nextInt(4) == 0;
    boolean idempotent = transactional || random.nextBoolean();
    var builder =
        new MemoryRecordsBuilder(
            new ByteBufferOutputStream(512),
            RecordBatch.CURRENT_MAGIC_VALUE,
            Compression.of(codec).build(),
            TimestampType.CREATE_TIME,
            baseOffset,
            RecordBatch.NO_TIMESTAMP,
            idempotent ? random.nextLong(1 << 20) : RecordBatch.NO_PRODUCER_ID,
            idempotent ? (short) random.nextInt(100) : RecordBatch.NO_PRODUCER_EPOCH,
            idempotent ? random.nextInt(Integer.MAX_VALUE) : RecordBatch.NO_SEQUENCE,
            transactional,
            false,
            random.nextInt(50),
            Integer.MAX_VALUE,
            horizon ? SomeBatches.TIME + random.nextInt(1_000_000) : RecordBatch.NO_TIMESTAMP);
    int count = random.nextInt(10) == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(6);
    int shape = random.nextInt(6);
    long offset = baseOffset + (holes ? random.nextInt(5) : 0);
    for (int i = 0; i < count; i++) {
      builder.appendWithOffset(offset, record(timestamp(shape, i)));
      offset += 1 + (holes && random.nextInt(3) == 0 ? random.nextInt(100) : 0);
    }
    if (holes) {
      builder.overrideLastOffset(offset + random.nextInt(5));
    }
    return builder.build().buffer();
  }

  private long timestamp(int shape, int i) {
    return switch (shape) {
      case 0 -> SomeBatches.TIME;
      case 1 -> SomeBatches.TIME + i;
      case 2 -> SomeBatches.TIME - 1_000L * i;
      case 3 -> SomeBatches.TIME + random.nextInt(100_000) - 50_000;
      case 4 -> RecordBatch.NO_TIMESTAMP;
      default -> random.nextLong(1L << 60);
    };
  }

  private SimpleRecord record(long timestamp) {
    Header[] headers = new Header[random.nextInt(3) == 0 ? random.nextInt(5) : 0];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader("header " + i, bytes(20));
    }
    int most = random.nextInt(50) == 0 ? 200_000 : 1_000;
    return new SimpleRecord(timestamp, bytes(30), bytes(most), headers);
  }

  /** Half of them compress well, some are missing. */
  private byte[] bytes(int most) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    int length = random.nextInt(most + 1);
    if (random.nextBoolean()) {
      return "record ".repeat(length / 7 + 1).substring(0, length).getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
