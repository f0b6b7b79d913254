package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.batch.OffsetRun;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * Writes the records of a batch of any format into a new one of format 2 that every broker accepts:
 * offsets 0, 1, 2…, the same codec, time of creation. Records of a LogAppendTime batch keep the
 * time that consumers of the source see. Not for more than one thread: decompression buffers are
 * reused.
 */
public final class Reencoder implements AutoCloseable {
  private final BufferSupplier buffers = BufferSupplier.create();

  /**
   * A new batch.
   *
   * @param batch between position 0 and its limit, in a buffer of its own
   * @param runs the source offsets of its records
   */
  public record Encoded(ByteBuffer batch, List<OffsetRun> runs, long maxTimestamp) {}

  /**
   * Re-encodes a batch.
   *
   * @param batch one whole batch, between position and limit
   * @param position first offset that is wanted
   * @return empty when no wanted record is left in it
   * @throws CorruptBatchException if it cannot be read
   */
  public Optional<Encoded> reencode(ByteBuffer batch, long position) {
    MutableRecordBatch source =
        MemoryRecords.readableRecords(batch.duplicate()).batches().iterator().next();
    Compression codec = Compression.of(source.compressionType()).build();
    OffsetRun.Builder runs = new OffsetRun.Builder();
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(batch.remaining(), 512));
    try (MemoryRecordsBuilder builder =
            MemoryRecords.builder(
                buffer, RecordBatch.MAGIC_VALUE_V2, codec, TimestampType.CREATE_TIME, 0L);
        CloseableIterator<Record> records = source.streamingIterator(buffers)) {
      while (records.hasNext()) {
        Record record = records.next();
        if (record.offset() >= position) {
          record.ensureValid();
          builder.append(record.timestamp(), record.key(), record.value(), record.headers());
          runs.add(record.offset(), 1);
        }
      }
      if (builder.numRecords() == 0) {
        return Optional.empty();
      }
      ByteBuffer built = builder.build().buffer();
      return Optional.of(new Encoded(built, runs.build(), builder.info().maxTimestamp));
    } catch (CorruptRecordException | InvalidRecordException e) {
      throw corrupt(source, e);
    } catch (KafkaException e) {
      throw corrupt(source, e);
    }
  }

  private static CorruptBatchException corrupt(RecordBatch batch, RuntimeException cause) {
    var corrupt =
        new CorruptBatchException(
            "the batch up to offset %d cannot be read: %s"
                .formatted(batch.lastOffset(), cause.getMessage()));
    corrupt.initCause(cause);
    return corrupt;
  }

  @Override
  public void close() {
    buffers.close();
  }
}
