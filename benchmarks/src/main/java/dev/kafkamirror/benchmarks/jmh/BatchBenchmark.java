package dev.kafkamirror.benchmarks.jmh;

import dev.kafkamirror.replicator.batch.BatchChecksum;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.wire.Reencoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine does to 64 records of 1 KiB: as one batch that is copied or re-encoded, or as 32
 * batches of two that are merged.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {
  private static final int RECORDS = 64;
  private static final int RECORD_BYTES = 1 << 10;
  private static final int PER_SMALL_BATCH = 2;

  @Param({"NONE", "LZ4", "ZSTD", "GZIP"})
  CompressionType codec;

  private final Reencoder reencoder = new Reencoder();
  private final List<ByteBuffer> small = new ArrayList<>();
  private ByteBuffer large;
  private int sequence;

  /** Batches as producers make them. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    SimpleRecord[] records = new SimpleRecord[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      records[i] = new SimpleRecord(i, null, likeJson(random));
    }
    large = batch(0, records);
    for (int i = 0; i < RECORDS; i += PER_SMALL_BATCH) {
      small.add(batch(i, records[i], records[i + 1]));
    }
  }

  private ByteBuffer batch(long offset, SimpleRecord... records) {
    return MemoryRecords.withRecords(offset, Compression.of(codec).build(), 1, records).buffer();
  }

  private static byte[] likeJson(Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < RECORD_BYTES) {
      text.append("{\"id\":").append(random.nextInt(1_000_000)).append(",\"state\":\"done\"},");
    }
    return text.substring(0, RECORD_BYTES).getBytes(StandardCharsets.UTF_8);
  }

  /** The way of most batches: header read and rewritten, checksum derived from the old one. */
  @Benchmark
  public BatchHeader copy() {
    BatchHeader header = BatchHeader.read(large).orElseThrow();
    ProducerFields.set(large, 1, (short) 0, sequence);
    sequence = ProducerFields.nextSequence(sequence, header.count());
    return header;
  }

  /** What comes before every copy: the checksum over the whole batch. */
  @Benchmark
  public void verify() {
    BatchChecksum.verify(large);
  }

  /** Small batches become one. */
  @Benchmark
  public ByteBuffer merge() {
    return reencoder.merge(small);
  }

  /** A batch without its second record. */
  @Benchmark
  public Optional<Reencoder.Encoded> reencode() {
    return reencoder.reencode(large, offset -> offset != 1);
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    reencoder.close();
  }
}
