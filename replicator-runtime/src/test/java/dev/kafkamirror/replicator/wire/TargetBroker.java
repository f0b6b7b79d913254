package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.ProducerFields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.PrimitiveRef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.LogValidator;
import org.apache.kafka.storage.internals.log.LogValidator.ValidationResult;

/** What a target's broker does with a batch before it appends it: Kafka's own code. */
final class TargetBroker {
  static final long LOG_END = 900;

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

  private TargetBroker() {}

  /**
   * Takes a batch as a producer sends it, at the offset 900.
   *
   * @throws RuntimeException if the broker refuses it
   */
  static ValidationResult append(ByteBuffer batch) {
    ProducerFields.set(batch, 77, (short) 3, 5);
    MemoryRecords records = MemoryRecords.readableRecords(batch);
    MutableRecordBatch first = records.batches().iterator().next();
    // As UnifiedLog.analyzeAndValidateRecords does.
    first.ensureValid();
    CompressionType codec = first.compressionType();
    return new LogValidator(
            records,
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
            PrimitiveRef.ofLong(LOG_END), NO_METRICS, BufferSupplier.NO_CACHING);
  }

  /** Records of whole batches as a consumer reads them. */
  static List<SimpleRecord> read(ByteBuffer batches) {
    List<SimpleRecord> read = new ArrayList<>();
    for (RecordBatch batch : MemoryRecords.readableRecords(batches.duplicate()).batches()) {
      batch.ensureValid();
      for (Record record : batch) {
        record.ensureValid();
        read.add(new SimpleRecord(record));
      }
    }
    return read;
  }
}
