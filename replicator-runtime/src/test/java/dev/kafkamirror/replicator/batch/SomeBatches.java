package dev.kafkamirror.replicator.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches as kafka-clients and brokers write them. */
public final class SomeBatches {
  public static final long TIME = 1_700_000_000_000L;
  public static final int LEADER_EPOCH = 7;

  private SomeBatches() {}

  /** A batch from the base offset on, of records as {@link #record}, epoch of the leader 7. */
  public static ByteBuffer batch(CompressionType codec, long baseOffset, int count) {
    return MemoryRecords.withRecords(
            baseOffset, Compression.of(codec).build(), LEADER_EPOCH, records(count))
        .buffer();
  }

  public static ByteBuffer transactional(long producerId, long baseOffset, int count) {
    return MemoryRecords.withTransactionalRecords(
            RecordBatch.CURRENT_MAGIC_VALUE,
            baseOffset,
            Compression.NONE,
            producerId,
            (short) 3,
            11,
            LEADER_EPOCH,
            records(count))
        .buffer();
  }

  public static ByteBuffer marker(ControlRecordType type, long producerId, long offset) {
    return MemoryRecords.withEndTransactionMarker(
            offset, TIME, LEADER_EPOCH, producerId, (short) 3, new EndTransactionMarker(type, 0))
        .buffer();
  }

  /** As a broker with LogAppendTime keeps it: the time stands in the header only. */
  public static ByteBuffer logAppendTime(CompressionType codec, long baseOffset, long appendTime) {
    ByteBuffer batch = batch(codec, baseOffset, 3);
    MemoryRecords.readableRecords(batch)
        .batches()
        .iterator()
        .next()
        .setMaxTimestamp(TimestampType.LOG_APPEND_TIME, appendTime);
    return batch;
  }

  /** As the cleaner leaves it: only the offsets given remain of the range 0 to lastOffset. */
  public static ByteBuffer compacted(CompressionType codec, long lastOffset, long... offsets) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(4096),
            Compression.of(codec).build(),
            TimestampType.CREATE_TIME,
            0L);
    for (long offset : offsets) {
      builder.appendWithOffset(offset, record((int) offset));
    }
    builder.overrideLastOffset(lastOffset);
    return builder.build().buffer();
  }

  /** Message sets of the formats before 2. */
  public static ByteBuffer legacy(byte magic, CompressionType codec, long baseOffset, int count) {
    SimpleRecord[] records = new SimpleRecord[count];
    for (int i = 0; i < count; i++) {
      records[i] = new SimpleRecord(magic == 0 ? -1 : TIME + i, key(i), value(i));
    }
    return MemoryRecords.withRecords(magic, baseOffset, Compression.of(codec).build(), records)
        .buffer();
  }

  public static SimpleRecord[] records(int count) {
    SimpleRecord[] records = new SimpleRecord[count];
    for (int i = 0; i < count; i++) {
      records[i] = record(i);
    }
    return records;
  }

  /** Every third has no key, every fifth no value; two headers, one without a value. */
  public static SimpleRecord record(int i) {
    Header[] headers = {new RecordHeader("n", key(i)), new RecordHeader("nothing", null)};
    return new SimpleRecord(
        TIME + i, i % 3 == 2 ? null : key(i), i % 5 == 4 ? null : value(i), headers);
  }

  private static byte[] key(int i) {
    return ("key " + i).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] value(int i) {
    return ("value " + i + " ").repeat(10).getBytes(StandardCharsets.UTF_8);
  }
}
