package dev.kafkamirror.replicator.task.fetch;

import static org.apache.kafka.common.record.internal.CompressionType.NONE;
import static org.apache.kafka.common.record.internal.CompressionType.ZSTD;
import static org.apache.kafka.common.record.internal.ControlRecordType.ABORT;
import static org.apache.kafka.common.record.internal.ControlRecordType.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.AbortedTransaction;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.fetch.BatchConverter.Converted;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.FetchResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchConverterTest {
  private final MemoryBudget budget = new MemoryBudget(1 << 20, 1 << 20);
  private final BatchConverter converter = new BatchConverter(budget, OtherDirection.NONE);

  @Test
  void copiesBatchesWithoutMovingTheirBytes() {
    ByteBuffer records = joined(SomeBatches.batch(ZSTD, 10, 5), SomeBatches.batch(NONE, 15, 2));

    Converted converted = convert(records, 10);

    assertThat(converted.batches()).hasSize(2);
    ProducerFields.set(converted.batches().getFirst().bytes(), 77, (short) 0, 0);
    assertThat(BatchHeader.read(records.rewind()).orElseThrow().producerId()).isEqualTo(77);
    assertThat(converted.batches()).extracting(OutgoingBatch::count).containsExactly(5, 2);
    assertThat(converted.batches()).extracting(OutgoingBatch::nextOffset).containsExactly(15L, 17L);
    assertThat(converted.batches().getFirst().runs()).containsExactly(new OffsetRun(10, 5));
    assertThat(converted.nextOffset()).isEqualTo(17);
    assertThat(converted.leaderEpoch()).isEqualTo(SomeBatches.LEADER_EPOCH);
    assertThat(converted.corrupt()).isNull();
  }

  @Test
  void stopsBeforeABatchThatIsCutOff() {
    ByteBuffer records = joined(SomeBatches.batch(NONE, 0, 5), SomeBatches.batch(NONE, 5, 2));
    records.limit(records.limit() - 1);

    Converted converted = convert(records, 0);

    assertThat(converted.batches()).hasSize(1);
    assertThat(converted.nextOffset()).isEqualTo(5);
  }

  @Test
  void passesOverAbortedRecordsAndMarkers() {
    ByteBuffer records =
        joined(
            SomeBatches.transactional(1, 0, 2),
            SomeBatches.marker(COMMIT, 1, 2),
            SomeBatches.transactional(1, 3, 2),
            SomeBatches.marker(ABORT, 1, 5));

    Converted converted = convert(records, 0, new AbortedTransaction(1, 3));

    assertThat(converted.batches()).hasSize(1);
    assertThat(converted.batches().getFirst().count()).isEqualTo(2);
    assertThat(converted.batches().getFirst().nextOffset()).isEqualTo(6);
    assertThat(converted.nextOffset()).isEqualTo(6);
  }

  @Test
  void movesOnWhenNothingIsLeftToCopy() {
    Converted converted = convert(SomeBatches.marker(COMMIT, 1, 7), 7);

    assertThat(converted.batches()).isEmpty();
    assertThat(converted.nextOffset()).isEqualTo(8);
  }

  @Test
  void reencodesIntoMemoryOfItsOwn() {
    Converted converted = convert(SomeBatches.compacted(NONE, 9, 1, 4), 0);

    assertThat(converted.batches()).hasSize(1);
    assertThat(converted.batches().getFirst().runs())
        .containsExactly(new OffsetRun(1, 1), new OffsetRun(4, 1));
    assertThat(converted.batches().getFirst().count()).isEqualTo(2);
    assertThat(converted.nextOffset()).isEqualTo(10);
    assertThat(budget.held()).isEqualTo(converted.batches().getFirst().size());
    converted.batches().forEach(OutgoingBatch::discard);
    assertThat(budget.held()).isZero();
  }

  @Test
  void endsBeforeADamagedBatchAndKeepsWhatIsGood() {
    ByteBuffer damaged = SomeBatches.batch(NONE, 5, 2);
    damaged.put(damaged.limit() - 1, (byte) ~damaged.get(damaged.limit() - 1));

    Converted converted = convert(joined(SomeBatches.batch(NONE, 0, 5), damaged), 0);

    assertThat(converted.batches()).hasSize(1);
    assertThat(converted.nextOffset()).isEqualTo(5);
    assertThat(converted.corrupt()).hasMessageContaining("offset 5");
  }

  @Test
  void saysSoWhenTheFirstBatchHasASizeThatIsNotItsOwn() {
    ByteBuffer larger = SomeBatches.batch(NONE, 5, 2);
    larger.putInt(BatchHeader.LENGTH, larger.getInt(BatchHeader.LENGTH) + 1_000);
    ByteBuffer smaller = SomeBatches.batch(NONE, 5, 2);
    smaller.putInt(BatchHeader.LENGTH, 3);
    ByteBuffer negative = SomeBatches.batch(NONE, 5, 2);
    negative.putInt(BatchHeader.LENGTH, -1);

    for (ByteBuffer damaged : List.of(larger, smaller, negative)) {
      Converted converted = convert(damaged, 5);

      assertThat(converted.batches()).isEmpty();
      assertThat(converted.nextOffset()).isEqualTo(5);
      assertThat(converted.corrupt()).hasMessageContaining("offset 5");
    }
  }

  @Test
  void anEmptyAnswerIsNoDamage() {
    assertThat(convert(ByteBuffer.allocate(0), 5).corrupt()).isNull();
  }

  @Test
  void leavesOutWhatMirrorsWrote() {
    Converted converted =
        convert(
            new BatchConverter(budget, new Known(Map.of(1L, false, 2L, true))),
            joined(
                SomeBatches.transactional(1, 0, 2),
                SomeBatches.transactional(2, 2, 3),
                SomeBatches.transactional(1, 5, 2)),
            0);

    assertThat(converted.batches()).extracting(OutgoingBatch::count).containsExactly(2, 2);
    assertThat(converted.batches().getFirst().nextOffset()).isEqualTo(5);
    assertThat(converted.nextOffset()).isEqualTo(7);
    assertThat(converted.unknownProducer()).isEqualTo(-1);
  }

  @Test
  void endsBeforeABatchWhoseProducerIsNotKnownYet() {
    Converted converted =
        convert(
            new BatchConverter(budget, new Known(Map.of(1L, false))),
            joined(SomeBatches.transactional(1, 0, 2), SomeBatches.transactional(3, 2, 3)),
            0);

    assertThat(converted.batches()).hasSize(1);
    assertThat(converted.nextOffset()).isEqualTo(2);
    assertThat(converted.unknownProducer()).isEqualTo(3);
    assertThat(converted.corrupt()).isNull();
  }

  /** Another direction, of which some producers are known. */
  private record Known(Map<Long, Boolean> mirrors) implements OtherDirection {
    @Override
    public boolean exists() {
      return true;
    }

    @Override
    public Optional<Boolean> isMirrored(long producerId) {
      return Optional.ofNullable(mirrors.get(producerId));
    }

    @Override
    public CompletableFuture<Void> learn(long producerId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> announce(long producerId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<BatchHeader>> batches(TopicPartition target, long from, long to) {
      throw new UnsupportedOperationException();
    }
  }

  private Converted convert(ByteBuffer records, long position, AbortedTransaction... aborted) {
    return convert(converter, records, position, aborted);
  }

  private Converted convert(
      BatchConverter by, ByteBuffer records, long position, AbortedTransaction... aborted) {
    FetchBuffer memory = new FetchBuffer(budget, records.remaining());
    Converted converted =
        by.convert(
            new FetchResult.Partition(
                new TopicPartition("t", 0), null, 100, -1, -1, List.of(aborted), records),
            memory,
            position,
            -1);
    memory.seal();
    return converted;
  }

  private static ByteBuffer joined(ByteBuffer... batches) {
    ByteBuffer all = ByteBuffer.allocate(1 << 16);
    for (ByteBuffer batch : batches) {
      all.put(batch.duplicate());
    }
    return all.flip();
  }
}
