package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.batch.SomeBatches;
import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.PrimitiveRef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.LogValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker's own validator judges what we would send. */
class BrokersAcceptOurBatchesTest {
  private static final LogValidator.MetricsRecorder NO_METRICS =
      new LogValidator.MetricsRecorder() {
        @Override
        public void recordInvalidMagic() {}

        @Override
        public void recordInvalidOffset() {}

        @Override
        public void recordInvalidSequence() {}

        @Override
        public void recordInvalidChecksums() {}

        @Override
        public void recordNoKeyCompactedTopic() {}
      };

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void copiedInPlaceWithoutRecompression(CompressionType codec) {
    ByteBuffer batch = SomeBatches.batch(codec, 500, 30);
    ProducerFields.set(batch, 1, (short) 0, 0);

    var result = validate(batch, codec);

    assertThat(result.messageSizeMaybeChanged()).isFalse();
    assertThat(result.validatedRecords().batches().iterator().next().baseOffset()).isEqualTo(900);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void reencoded(CompressionType codec) {
    ByteBuffer compacted = SomeBatches.compacted(codec, 9, 1, 4, 8);
    ByteBuffer batch = new Reencoder().reencode(compacted, _ -> true).orElseThrow().batch();
    ProducerFields.set(batch, 1, (short) 0, 0);

    var result = validate(batch, codec);

    assertThat(result.messageSizeMaybeChanged()).isFalse();
    assertThat(result.validatedRecords().batches().iterator().next().lastOffset()).isEqualTo(902);
  }

  @Test
  void butNotAsTheCleanerLeftThem() {
    ByteBuffer compacted = SomeBatches.compacted(CompressionType.NONE, 9, 1, 4, 8);
    ProducerFields.set(compacted, 1, (short) 0, 0);

    assertThatThrownBy(() -> validate(compacted, CompressionType.NONE))
        .isInstanceOf(InvalidRecordException.class);
  }

  private static LogValidator.ValidationResult validate(ByteBuffer batch, CompressionType codec) {
    return new LogValidator(
            MemoryRecords.readableRecords(batch),
            new TopicPartition("t", 0),
            Time.SYSTEM,
            codec,
            Compression.of(codec).build(),
            false,
            RecordBatch.CURRENT_MAGIC_VALUE,
            TimestampType.CREATE_TIME,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            0,
            AppendOrigin.CLIENT)
        .validateMessagesAndAssignOffsets(
            PrimitiveRef.ofLong(900), NO_METRICS, BufferSupplier.NO_CACHING);
  }
}
