package dev.kafkamirror.replicator.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchHeaderTest {

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void saysWhatKafkaSays(CompressionType codec) {
    ByteBuffer bytes = SomeBatches.batch(codec, 42, 5);
    var kafka =
        (DefaultRecordBatch) MemoryRecords.readableRecords(bytes).batches().iterator().next();

    BatchHeader header = BatchHeader.read(bytes).orElseThrow();

    assertThat(header.baseOffset()).isEqualTo(kafka.baseOffset());
    assertThat(header.lastOffset()).isEqualTo(kafka.lastOffset());
    assertThat(header.nextOffset()).isEqualTo(kafka.nextOffset());
    assertThat(header.sizeInBytes()).isEqualTo(kafka.sizeInBytes());
    assertThat(header.leaderEpoch()).isEqualTo(kafka.partitionLeaderEpoch());
    assertThat(header.magic()).isEqualTo(kafka.magic());
    assertThat(header.baseTimestamp()).isEqualTo(kafka.baseTimestamp());
    assertThat(header.maxTimestamp()).isEqualTo(kafka.maxTimestamp());
    assertThat(header.count()).isEqualTo(kafka.countOrNull());
    assertThat(header.hasHoles()).isFalse();
    assertThat(header.isControl()).isFalse();
    assertThat(header.isTransactional()).isFalse();
    assertThat(header.isLogAppendTime()).isFalse();
    assertThat(header.hasDeleteHorizon()).isFalse();
  }

  @Test
  void knowsTransactionalBatchesAndTheirMarkers() {
    BatchHeader data = BatchHeader.read(SomeBatches.transactional(9, 0, 2)).orElseThrow();
    BatchHeader marker =
        BatchHeader.read(SomeBatches.marker(ControlRecordType.COMMIT, 9, 2)).orElseThrow();

    assertThat(data.isTransactional()).isTrue();
    assertThat(data.isControl()).isFalse();
    assertThat(data.producerId()).isEqualTo(9);
    assertThat(data.producerEpoch()).isEqualTo((short) 3);
    assertThat(data.baseSequence()).isEqualTo(11);
    assertThat(marker.isControl()).isTrue();
  }

  @Test
  void seesHolesThatTheCleanerLeft() {
    ByteBuffer bytes = SomeBatches.compacted(CompressionType.NONE, 9, 1, 4);

    BatchHeader header = BatchHeader.read(bytes).orElseThrow();

    assertThat(header.hasHoles()).isTrue();
    assertThat(header.nextOffset()).isEqualTo(10);
  }

  @Test
  void tellsTheTimeThatConsumersSee() {
    BatchHeader created =
        BatchHeader.read(SomeBatches.batch(CompressionType.NONE, 0, 3)).orElseThrow();
    BatchHeader appended =
        BatchHeader.read(SomeBatches.logAppendTime(CompressionType.NONE, 0, 99)).orElseThrow();

    assertThat(created.earliestKnownTimestamp()).isEqualTo(SomeBatches.TIME);
    assertThat(appended.earliestKnownTimestamp()).isEqualTo(99);
  }

  @Test
  void leavesTheLastBatchThatIsCutOff() {
    ByteBuffer whole = SomeBatches.batch(CompressionType.NONE, 0, 3);

    for (int length = 0; length < whole.limit(); length++) {
      assertThat(BatchHeader.read(whole.slice(0, length))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 1})
  void readsOldFormats(byte magic) {
    ByteBuffer bytes = SomeBatches.legacy(magic, CompressionType.GZIP, 10, 3);

    BatchHeader header = BatchHeader.read(bytes).orElseThrow();

    assertThat(header.isLegacy()).isTrue();
    assertThat(header.sizeInBytes()).isEqualTo(bytes.remaining());
    assertThat(header.nextOffset()).isEqualTo(13);
  }

  @Test
  void refusesBytesThatAreNoBatch() {
    ByteBuffer magic9 = SomeBatches.batch(CompressionType.NONE, 0, 1);
    magic9.put(BatchHeader.MAGIC, (byte) 9);
    ByteBuffer tooSmall = SomeBatches.batch(CompressionType.NONE, 0, 1);
    tooSmall.putInt(BatchHeader.LENGTH, 3);

    assertThatThrownBy(() -> BatchHeader.read(magic9)).isInstanceOf(CorruptBatchException.class);
    assertThatThrownBy(() -> BatchHeader.read(tooSmall)).isInstanceOf(CorruptBatchException.class);
  }
}
