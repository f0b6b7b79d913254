package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.batch.RandomBatches;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/**
 * Whatever the source has: the broker's own validator takes what we make of it as it is, and reads
 * the same records; or we say that it is damaged. A failure names the seed that brings it back.
 */
class EveryBatchTest {
  private static final int SEEDS = 400;

  private final Reencoder reencoder = new Reencoder();

  @Test
  void isCopiedWithTheSameRecords() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var batches = new RandomBatches(seed);
      ByteBuffer batch = batches.copyable(batches.codec(), batches.random().nextInt(1_000));
      List<SimpleRecord> before = TargetBroker.read(batch);

      var result = TargetBroker.append(batch);

      assertThat(result.messageSizeMaybeChanged()).as("seed %d", seed).isFalse();
      assertThat(TargetBroker.read(batch)).as("seed %d", seed).isEqualTo(before);
    }
  }

  @Test
  void isReencodedWithTheWantedRecords() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var batches = new RandomBatches(seed);
      ByteBuffer batch = batches.any(batches.codec(), batches.random().nextInt(1_000));
      long from = BatchHeader.read(batch).orElseThrow().baseOffset() + batches.random().nextInt(4);
      List<SimpleRecord> wanted = new ArrayList<>();
      List<Long> offsets = new ArrayList<>();
      for (Record record : MemoryRecords.readableRecords(batch.duplicate()).records()) {
        if (record.offset() >= from) {
          wanted.add(new SimpleRecord(record));
          offsets.add(record.offset());
        }
      }

      var encoded = reencoder.reencode(batch, offset -> offset >= from);

      assertThat(encoded.isPresent()).as("seed %d", seed).isEqualTo(!wanted.isEmpty());
      if (encoded.isPresent()) {
        accepted(seed, encoded.get().batch(), wanted);
        assertThat(offsets(encoded.get().runs())).as("seed %d", seed).isEqualTo(offsets);
      }
    }
  }

  @Test
  void isMergedWithOthers() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var batches = new RandomBatches(seed);
      CompressionType codec = batches.codec();
      List<ByteBuffer> parts = new ArrayList<>();
      List<SimpleRecord> records = new ArrayList<>();
      for (int i = 1 + batches.random().nextInt(20); i > 0; i--) {
        ByteBuffer part = batches.copyable(codec, batches.random().nextInt(1_000));
        parts.add(part);
        records.addAll(TargetBroker.read(part));
      }

      accepted(seed, reencoder.merge(parts), records);
    }
  }

  @Test
  void isEitherReadRightOrSaidToBeDamaged() {
    int refused = 0;
    for (long seed = 0; seed < 10L * SEEDS; seed++) {
      var batches = new RandomBatches(seed % SEEDS);
      ByteBuffer batch = batches.any(batches.codec(), batches.random().nextInt(1_000));
      List<SimpleRecord> before = TargetBroker.read(batch);
      ByteBuffer damaged = damaged(batch, new Random(seed));

      Optional<List<SimpleRecord>> read = readDamaged(damaged);

      refused += read.isEmpty() ? 1 : 0;
      read.ifPresent(records -> assertThat(before).containsAll(records));
    }
    assertThat(refused).isPositive();
  }

  @Test
  void isRefusedByTheTargetWhenItWasDamagedOnTheWay() {
    int refused = 0;
    for (long seed = 0; seed < 10L * SEEDS; seed++) {
      var batches = new RandomBatches(seed % SEEDS);
      ByteBuffer batch = batches.copyable(batches.codec(), 0);
      List<SimpleRecord> before = TargetBroker.read(batch);
      Random random = new Random(seed);
      flip(batch, BatchHeader.SIZE + random.nextInt(batch.limit() - BatchHeader.SIZE), random);
      ProducerFields.set(batch, 1, (short) 2, 3);

      try {
        assertThat(TargetBroker.read(batch)).as("seed %d", seed).isEqualTo(before);
      } catch (CorruptRecordException | InvalidRecordException e) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(10 * SEEDS);
  }

  /** Empty when something says that it is damaged, or that it is cut off. */
  private Optional<List<SimpleRecord>> readDamaged(ByteBuffer damaged) {
    try {
      Optional<BatchHeader> header = BatchHeader.read(damaged);
      if (header.isEmpty()) {
        return Optional.empty();
      }
      ByteBuffer whole = damaged.slice(0, header.get().sizeInBytes());
      return reencoder
          .reencode(whole, _ -> true)
          .map(encoded -> TargetBroker.read(encoded.batch()));
    } catch (CorruptBatchException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer damaged(ByteBuffer batch, Random random) {
    ByteBuffer copy = ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
    switch (random.nextInt(5)) {
      case 0 -> flip(copy, random.nextInt(copy.limit()), random);
      case 1 -> flip(copy, random.nextInt(BatchHeader.SIZE), random);
      case 2 -> copy.limit(random.nextInt(copy.limit()));
      case 3 -> copy.putInt(BatchHeader.LENGTH, random.nextInt());
      default -> {
        for (int i = copy.limit() - 1 - random.nextInt(20); i < copy.limit() && i >= 0; i++) {
          copy.put(i, (byte) random.nextInt());
        }
      }
    }
    return copy;
  }

  private static void flip(ByteBuffer bytes, int at, Random random) {
    bytes.put(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
  }

  private static void accepted(long seed, ByteBuffer batch, List<SimpleRecord> records) {
    var result = TargetBroker.append(batch);

    assertThat(result.messageSizeMaybeChanged()).as("seed %d", seed).isFalse();
    assertThat(TargetBroker.read(batch)).as("seed %d", seed).isEqualTo(records);
    assertThat(result.validatedRecords().batches().iterator().next().lastOffset())
        .as("seed %d", seed)
        .isEqualTo(TargetBroker.LOG_END + records.size() - 1);
    assertThat(result.maxTimestampMs())
        .as("seed %d", seed)
        .isEqualTo(records.stream().mapToLong(SimpleRecord::timestamp).max().orElseThrow());
  }

  private static List<Long> offsets(List<OffsetRun> runs) {
    return runs.stream()
        .flatMapToLong(run -> LongStream.range(run.sourceOffset(), run.nextOffset()))
        .boxed()
        .toList();
  }
}
