package dev.kafkamirror.benchmarks.jmh;

import dev.kafkamirror.replicator.batch.BatchChecksum;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.ProducerFields;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the way of most batches costs: the header is rewritten, the payload left alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CopyBenchmark {
  private static final int RECORDS = 64;
  private static final int LENGTH = 8;
  private static final int MAGIC = 16;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int COUNT = 57;

  @Param({"1000", "16000", "64000"})
  int bytes;

  private ByteBuffer batch;
  private int sequence;

  /** A batch whose records nobody looks at. */
  @Setup
  public void fill() {
    byte[] content = new byte[bytes];
    new Random(1).nextBytes(content);
    batch = ByteBuffer.wrap(content);
    batch.putInt(LENGTH, bytes - LENGTH - Integer.BYTES).put(MAGIC, (byte) 2);
    batch.putShort(ATTRIBUTES, (short) 0);
    batch.putInt(LAST_OFFSET_DELTA, RECORDS - 1).putInt(COUNT, RECORDS);
    CRC32C crc = new CRC32C();
    crc.update(batch.slice(ATTRIBUTES, bytes - ATTRIBUTES));
    batch.putInt(CRC, (int) crc.getValue());
  }

  /** Header read and rewritten, with the checksum derived from the old one. */
  @Benchmark
  public BatchHeader copy() {
    BatchHeader header = BatchHeader.read(batch).orElseThrow();
    ProducerFields.set(batch, 1, (short) 0, sequence);
    sequence = ProducerFields.nextSequence(sequence, header.count());
    return header;
  }

  /** What a checksum over the payload would cost besides. */
  @Benchmark
  public void verify() {
    BatchChecksum.verify(batch);
  }
}
