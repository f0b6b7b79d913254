package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.BatchChecksum;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.RecordRewriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes records of batches into a new batch of format 2 that every broker accepts: offsets 0, 1,
 * 2…, the same codec, time of creation. Records of a LogAppendTime batch keep the time that
 * consumers of the source see. Not for more than one thread: buffers are reused.
 */
public final class Reencoder implements AutoCloseable {
  private static final byte MAGIC = RecordBatch.MAGIC_VALUE_V2;
  private static final int CHUNK = 64 << 10;

  /** Takes a fifth less time than kafka-clients' default of 3 for about the same size. */
  private static final int ZSTD_LEVEL = 1;

  private static final int LARGEST_CHUNK = 1 << 30;
  private static final int LEAST_BUFFER = 512;

  private final BufferSupplier buffers = BufferSupplier.create();
  private final SmallZstd smallZstd = new SmallZstd();
  private byte[] input = new byte[CHUNK];
  private byte[] output = new byte[2 * CHUNK];

  /**
   * A new batch.
   *
   * @param batch between position 0 and its limit, in a buffer of its own
   * @param runs the source offsets of its records
   */
  public record Encoded(ByteBuffer batch, List<OffsetRun> runs, long maxTimestamp) {}

  /**
   * Re-encodes one batch of any format.
   *
   * @param batch one whole batch, between position and limit
   * @param wanted which of its records are wanted, by offset
   * @return empty when none is
   * @throws CorruptBatchException if it cannot be read
   */
  public Optional<Encoded> reencode(ByteBuffer batch, LongPredicate wanted) {
    BatchHeader header = header(batch);
    return header.isLegacy() ? legacy(batch, wanted) : current(List.of(batch), header, wanted);
  }

  /**
   * Puts batches together.
   *
   * @param batches whole batches of format 2 and of one codec, each between position and limit
   * @throws CorruptBatchException if one of them cannot be read
   */
  public ByteBuffer merge(List<ByteBuffer> batches) {
    return current(batches, header(batches.getFirst()), _ -> true).orElseThrow().batch();
  }

  /**
   * Re-encodes some records of a batch of format 2.
   *
   * @param wanted which of them, counted from 0
   * @return empty when none is wanted
   * @throws CorruptBatchException if it cannot be read
   */
  public Optional<Encoded> select(ByteBuffer batch, IntPredicate wanted) {
    int[] next = {0};
    return reencode(batch, _ -> wanted.test(next[0]++));
  }

  /**
   * Reads some records of a batch.
   *
   * @param wanted which of them, counted from 0
   * @param source where they come from
   * @param offsets where each of the batch's records is there
   * @throws CorruptBatchException if it cannot be read
   */
  public List<ConsumerRecord<byte[], byte[]>> decode(
      ByteBuffer batch, IntPredicate wanted, TopicPartition source, long[] offsets) {
    verified(batch);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int i = 0;
    for (Record record : MemoryRecords.readableRecords(batch.duplicate()).records()) {
      if (wanted.test(i)) {
        records.add(
            new ConsumerRecord<>(
                source.topic(),
                source.partition(),
                offsets[i],
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.keySize(),
                record.valueSize(),
                Utils.toNullableArray(record.key()),
                Utils.toNullableArray(record.value()),
                new RecordHeaders(record.headers()),
                Optional.empty()));
      }
      i++;
    }
    return records;
  }

  private static BatchHeader header(ByteBuffer batch) {
    return BatchHeader.read(batch)
        .orElseThrow(() -> new CorruptBatchException("a batch that is cut off"));
  }

  private Optional<Encoded> current(
      List<ByteBuffer> batches, BatchHeader first, LongPredicate wanted) {
    int size = batches.stream().mapToInt(ByteBuffer::remaining).sum();
    return first.codec() == 0
        ? uncompressed(batches, size, wanted)
        : compressed(batches, size, first.codec(), wanted);
  }

  private static Optional<Encoded> uncompressed(
      List<ByteBuffer> batches, int size, LongPredicate wanted) {
    // Offset deltas grow by some bytes, headers go.
    RecordRewriter rewriter = new RecordRewriter(new byte[size + LEAST_BUFFER], BatchHeader.SIZE);
    for (ByteBuffer batch : batches) {
      rewriter.begin(verified(batch), wanted);
      ByteBuffer records = records(batch);
      rewriter.take(records);
      end(rewriter, batch, records.hasRemaining());
    }
    return rewriter.count() == 0
        ? Optional.empty()
        : Optional.of(
            new Encoded(rewriter.uncompressed(), rewriter.runs(), rewriter.maxTimestamp()));
  }

  private Optional<Encoded> compressed(
      List<ByteBuffer> batches, int size, int codec, LongPredicate wanted) {
    Compression compression = compression(codec);
    RecordRewriter rewriter = new RecordRewriter(output, 0);
    ByteBufferOutputStream bytes =
        new ByteBufferOutputStream(Math.max(size, LEAST_BUFFER) + BatchHeader.SIZE);
    bytes.position(BatchHeader.SIZE);
    try (OutputStream compressor = compression.wrapForOutput(bytes, MAGIC)) {
      for (ByteBuffer batch : batches) {
        rewriter.begin(verified(batch), wanted);
        copy(batch, compression, rewriter, compressor);
      }
      drain(rewriter, compressor);
    } catch (IOException e) {
      throw new IllegalStateException("cannot compress in memory", e);
    } finally {
      output = rewriter.space();
    }
    if (rewriter.count() == 0) {
      return Optional.empty();
    }
    ByteBuffer built = bytes.buffer().flip();
    rewriter.finish(built, codec);
    return Optional.of(new Encoded(built, rewriter.runs(), rewriter.maxTimestamp()));
  }

  private void copy(
      ByteBuffer batch, Compression compression, RecordRewriter rewriter, OutputStream compressor)
      throws IOException {
    if (compression.type() == CompressionType.ZSTD) {
      int length = smallZstd.decompress(records(batch), input);
      if (length >= 0) {
        ByteBuffer records = ByteBuffer.wrap(input, 0, length);
        rewriter.take(records);
        end(rewriter, batch, records.hasRemaining());
        if (rewriter.pending() >= CHUNK) {
          drain(rewriter, compressor);
        }
        return;
      }
    }
    copyStream(batch, compression, rewriter, compressor);
  }

  private void copyStream(
      ByteBuffer batch, Compression compression, RecordRewriter rewriter, OutputStream compressor)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.wrap(input);
    try (InputStream records = open(batch, compression)) {
      while (!rewriter.hasAll()) {
        int read = read(batch, records, chunk);
        if (read < 0) {
          break;
        }
        chunk.position(chunk.position() + read).flip();
        rewriter.take(chunk);
        chunk = compacted(batch, chunk);
        if (rewriter.pending() >= CHUNK) {
          drain(rewriter, compressor);
        }
      }
      end(rewriter, batch, chunk.position() > 0 || read(batch, records, chunk) >= 0);
    }
  }

  private InputStream open(ByteBuffer batch, Compression compression) {
    try {
      return compression.wrapForInput(records(batch), MAGIC, buffers);
    } catch (RuntimeException e) {
      throw corrupt(batch, e.getMessage(), e);
    }
  }

  /** Whatever goes wrong while these bytes are decompressed is the fault of the bytes. */
  private static int read(ByteBuffer batch, InputStream records, ByteBuffer into) {
    try {
      return records.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    } catch (IOException | RuntimeException e) {
      throw corrupt(batch, e.getMessage(), e);
    }
  }

  private ByteBuffer compacted(ByteBuffer batch, ByteBuffer chunk) {
    chunk.compact();
    if (chunk.hasRemaining()) {
      return chunk;
    }
    if (input.length >= LARGEST_CHUNK) {
      throw corrupt(batch, "a record of more than a gigabyte", null);
    }
    input = Arrays.copyOf(input, 2 * input.length);
    return ByteBuffer.wrap(input).position(chunk.position());
  }

  private static void drain(RecordRewriter rewriter, OutputStream compressor) throws IOException {
    ByteBuffer written = rewriter.drain();
    compressor.write(
        written.array(), written.arrayOffset() + written.position(), written.remaining());
  }

  private static void end(RecordRewriter rewriter, ByteBuffer batch, boolean bytesLeft) {
    rewriter.end();
    if (bytesLeft) {
      throw corrupt(batch, "bytes are left after its last record", null);
    }
  }

  private static BatchHeader verified(ByteBuffer batch) {
    BatchHeader header = header(batch);
    BatchChecksum.verify(batch);
    return header;
  }

  private static ByteBuffer records(ByteBuffer batch) {
    return batch.slice(batch.position() + BatchHeader.SIZE, batch.remaining() - BatchHeader.SIZE);
  }

  private static Compression compression(int codec) {
    CompressionType type = CompressionType.forId(codec);
    return type == CompressionType.ZSTD
        ? Compression.zstd().level(ZSTD_LEVEL).build()
        : Compression.of(type).build();
  }

  /** Formats 0 and 1: iterated by kafka-clients, which keeps it for them. */
  private Optional<Encoded> legacy(ByteBuffer batch, LongPredicate wanted) {
    MutableRecordBatch source =
        MemoryRecords.readableRecords(batch.duplicate()).batches().iterator().next();
    Compression codec = Compression.of(source.compressionType()).build();
    OffsetRun.Builder runs = new OffsetRun.Builder();
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(batch.remaining(), LEAST_BUFFER));
    try (MemoryRecordsBuilder builder =
            MemoryRecords.builder(buffer, MAGIC, codec, TimestampType.CREATE_TIME, 0L);
        CloseableIterator<Record> records = source.streamingIterator(buffers)) {
      source.ensureValid();
      while (records.hasNext()) {
        Record record = records.next();
        if (wanted.test(record.offset())) {
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
    } catch (RuntimeException e) {
      throw corrupt(batch, e.getMessage(), e);
    }
  }

  private static CorruptBatchException corrupt(ByteBuffer batch, String why, Exception cause) {
    var corrupt =
        new CorruptBatchException(
            "the batch at offset %d cannot be read: %s"
                .formatted(batch.getLong(batch.position()), why));
    corrupt.initCause(cause);
    return corrupt;
  }

  @Override
  public void close() {
    buffers.close();
    smallZstd.close();
  }
}
