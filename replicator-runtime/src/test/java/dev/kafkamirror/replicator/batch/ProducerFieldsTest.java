package dev.kafkamirror.replicator.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerFieldsTest {

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void makesTheBatchOurs(CompressionType codec) {
    ByteBuffer bytes = SomeBatches.batch(codec, 1_000, 20);

    ProducerFields.set(bytes, 77, (short) 5, 123);

    MutableRecordBatch batch = batch(bytes);
    assertThatCode(batch::ensureValid).doesNotThrowAnyException();
    assertThat(batch.baseOffset()).isZero();
    assertThat(batch.producerId()).isEqualTo(77);
    assertThat(batch.producerEpoch()).isEqualTo((short) 5);
    assertThat(batch.baseSequence()).isEqualTo(123);
    assertThat(batch.partitionLeaderEpoch()).isEqualTo(RecordBatch.NO_PARTITION_LEADER_EPOCH);
    assertThat(batch.compressionType()).isEqualTo(codec);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 100, 5_000})
  void derivesTheChecksumForAnyLength(int records) {
    ByteBuffer bytes = SomeBatches.batch(CompressionType.NONE, 0, records);

    ProducerFields.set(bytes, Long.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE);
    BatchChecksum.verify(bytes);
    ProducerFields.set(bytes, 1, (short) 0, 0);

    assertThatCode(() -> BatchChecksum.verify(bytes)).doesNotThrowAnyException();
  }

  @Test
  void rewritesABatchThatLiesWithinABuffer() {
    ByteBuffer bytes = SomeBatches.batch(CompressionType.NONE, 5, 3);
    ByteBuffer around = ByteBuffer.allocate(bytes.remaining() + 100);
    around.position(60).put(bytes.duplicate()).flip().position(60);

    ProducerFields.set(around, 4, (short) 1, 2);

    assertThatCode(() -> BatchChecksum.verify(around)).doesNotThrowAnyException();
    assertThat(batch(around.slice()).producerId()).isEqualTo(4);
  }

  @Test
  void leavesNoTraceOfTheSourcesTransaction() {
    ByteBuffer bytes = SomeBatches.transactional(9, 0, 2);

    ProducerFields.set(bytes, 1, (short) 0, 0);

    assertThat(batch(bytes).isTransactional()).isFalse();
  }

  @Test
  void keepsTheTimesOfABatchWithADeleteHorizon() {
    var builder =
        new MemoryRecordsBuilder(
            new ByteBufferOutputStream(512),
            RecordBatch.CURRENT_MAGIC_VALUE,
            Compression.NONE,
            TimestampType.CREATE_TIME,
            0,
            RecordBatch.NO_TIMESTAMP,
            RecordBatch.NO_PRODUCER_ID,
            RecordBatch.NO_PRODUCER_EPOCH,
            RecordBatch.NO_SEQUENCE,
            false,
            false,
            0,
            512,
            SomeBatches.TIME + 5_000);
    builder.append(SomeBatches.record(1));
    ByteBuffer bytes = builder.build().buffer();

    ProducerFields.set(bytes, 1, (short) 0, 0);

    MutableRecordBatch batch = batch(bytes);
    Iterator<Record> records = batch.iterator();
    assertThat(batch.deleteHorizonMs()).isEmpty();
    assertThat(records.next().timestamp()).isEqualTo(SomeBatches.TIME + 1);
  }

  @Test
  void letsDamageShowAtTheTarget() {
    ByteBuffer bytes = SomeBatches.batch(CompressionType.NONE, 0, 3);
    int last = bytes.limit() - 1;
    bytes.put(last, (byte) (bytes.get(last) ^ 0x10));

    ProducerFields.set(bytes, 77, (short) 5, 123);

    assertThatThrownBy(() -> batch(bytes).ensureValid()).hasMessageContaining("crc");
    assertThatThrownBy(() -> BatchChecksum.verify(bytes)).isInstanceOf(CorruptBatchException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 5", "2147483647, 1, 0", "2147483646, 3, 1", "10, 2147483647, 9"})
  void countsSequencesAsBrokersDo(int base, int records, int next) {
    assertThat(ProducerFields.nextSequence(base, records)).isEqualTo(next);
  }

  private static MutableRecordBatch batch(ByteBuffer bytes) {
    return MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
  }
}
