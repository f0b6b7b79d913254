package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.SomeBatches;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReencoderTest {
  private final Reencoder reencoder = new Reencoder();

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void closesTheHolesOfACompactedBatch(CompressionType codec) {
    ByteBuffer source = SomeBatches.compacted(codec, 9, 1, 4, 5);

    var encoded = reencoder.reencode(source, _ -> true).orElseThrow();

    assertThat(encoded.runs()).containsExactly(new OffsetRun(1, 1), new OffsetRun(4, 2));
    assertThat(encoded.maxTimestamp()).isEqualTo(SomeBatches.TIME + 5);
    assertThat(batch(encoded).compressionType()).isEqualTo(codec);
    assertThat(BatchHeader.read(encoded.batch()).orElseThrow().hasHoles()).isFalse();
    assertThat(records(encoded))
        .containsExactly(SomeBatches.record(1), SomeBatches.record(4), SomeBatches.record(5));
  }

  @Test
  void leavesOutWhatLiesBeforeThePosition() {
    ByteBuffer source = SomeBatches.batch(CompressionType.LZ4, 100, 5);

    var encoded = reencoder.reencode(source, offset -> offset >= 103).orElseThrow();

    assertThat(records(encoded)).containsExactly(SomeBatches.record(3), SomeBatches.record(4));
  }

  @Test
  void isEmptyWhenNothingWantedIsLeft() {
    ByteBuffer source = SomeBatches.compacted(CompressionType.NONE, 9, 1, 4);

    assertThat(reencoder.reencode(source, offset -> offset >= 5)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void keepsTheVisibleTimeOfALogAppendTimeBatch(CompressionType codec) {
    ByteBuffer source = SomeBatches.logAppendTime(codec, 0, 4_711);

    var encoded = reencoder.reencode(source, _ -> true).orElseThrow();

    assertThat(batch(encoded).timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    assertThat(records(encoded)).extracting(SimpleRecord::timestamp).containsOnly(4_711L);
    assertThat(records(encoded))
        .extracting(SimpleRecord::value)
        .containsExactly(
            SomeBatches.record(0).value(),
            SomeBatches.record(1).value(),
            SomeBatches.record(2).value());
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "0, GZIP", "0, LZ4", "1, NONE", "1, GZIP", "1, SNAPPY", "1, LZ4"})
  void bringsOldFormatsUpToDate(byte magic, CompressionType codec) {
    ByteBuffer source = SomeBatches.legacy(magic, codec, 10, 3);
    List<SimpleRecord> expected = new ArrayList<>();
    MemoryRecords.readableRecords(source.duplicate())
        .records()
        .forEach(record -> expected.add(new SimpleRecord(record)));

    List<SimpleRecord> actual = new ArrayList<>();
    ByteBuffer rest = source.duplicate();
    while (rest.hasRemaining()) {
      int size = BatchHeader.read(rest).orElseThrow().sizeInBytes();
      var encoded = reencoder.reencode(rest.slice(rest.position(), size), _ -> true).orElseThrow();
      assertThat(batch(encoded).magic()).isEqualTo((byte) 2);
      actual.addAll(records(encoded));
      rest.position(rest.position() + size);
    }

    assertThat(actual).hasSize(3).isEqualTo(expected);
  }

  @Test
  void saysThatABatchCannotBeRead() {
    ByteBuffer source = SomeBatches.batch(CompressionType.GZIP, 0, 3);
    for (int i = BatchHeader.SIZE; i < source.limit(); i++) {
      source.put(i, (byte) 0x55);
    }

    assertThatThrownBy(() -> reencoder.reencode(source, _ -> true))
        .isInstanceOf(CorruptBatchException.class)
        .hasMessageContaining("offset 0");
  }

  private static MutableRecordBatch batch(Reencoder.Encoded encoded) {
    return MemoryRecords.readableRecords(encoded.batch().duplicate()).batches().iterator().next();
  }

  private static List<SimpleRecord> records(Reencoder.Encoded encoded) {
    List<SimpleRecord> records = new ArrayList<>();
    for (Record record : batch(encoded)) {
      record.ensureValid();
      records.add(new SimpleRecord(record));
    }
    return records;
  }
}
