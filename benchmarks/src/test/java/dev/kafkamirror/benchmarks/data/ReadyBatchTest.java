package dev.kafkamirror.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.BatchChecksum;
import dev.kafkamirror.replicator.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyBatchTest {
  private static final int SIZE = BatchHeader.SIZE + 40;

  @TempDir private Path directory;

  @Test
  void aStampedCopyHasItsOwnTimestampsAndIsSound() {
    ReadyBatch batch = ReadyBatches.of(batch(500)).at(0);

    ByteBuffer copy = batch.stamped(ByteBuffer.allocate(SIZE + 10), 7_000);

    BatchHeader header = BatchHeader.read(copy).orElseThrow();
    assertThat(header.baseTimestamp()).isEqualTo(7_000);
    assertThat(header.maxTimestamp()).isEqualTo(7_090);
    BatchChecksum.verify(copy);
    assertThat(BatchHeader.read(batch.bytes()).orElseThrow().baseTimestamp()).isEqualTo(1_000);
  }

  @Test
  void batchesBeginAtOffsetZeroAsThoseOfAProducer() {
    assertThat(BatchHeader.read(ReadyBatches.of(batch(500)).at(0).bytes()).orElseThrow())
        .extracting(BatchHeader::baseOffset)
        .isEqualTo(0L);
  }

  @Test
  void batchesReachAnotherProcessThroughAFile() {
    ByteBuffer two = ByteBuffer.allocate(2 * SIZE);
    two.put(batch(0)).put(batch(3)).flip();
    Path file = directory.resolve("batches");

    ReadyBatches.of(two).writeTo(file);

    assertThat(ReadyBatches.readFrom(file)).isEqualTo(ReadyBatches.of(two));
    assertThat(ReadyBatches.readFrom(file).list()).hasSize(2);
  }

  /** Three records' worth of bytes that nobody decodes. */
  private static ByteBuffer batch(long baseOffset) {
    ByteBuffer batch = ByteBuffer.allocate(SIZE);
    batch.putLong(baseOffset).putInt(SIZE - 12).putInt(0).put((byte) 2).putInt(0);
    batch.putShort((short) 0).putInt(2).putLong(1_000).putLong(1_090);
    batch.putLong(-1).putShort((short) -1).putInt(-1).putInt(3);
    CRC32C crc = new CRC32C();
    crc.update(batch.slice(21, SIZE - 21));
    batch.putInt(17, (int) crc.getValue());
    return batch.clear();
  }
}
