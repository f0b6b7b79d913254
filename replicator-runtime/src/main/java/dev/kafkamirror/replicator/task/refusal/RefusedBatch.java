package dev.kafkamirror.replicator.task.refusal;

import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.Reencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What can still be sent of a batch that the target refuses for its records. Brokers name the
 * records that they refuse one by one (a null key in a compacted topic, a timestamp out of range):
 * the others go on. Where they name none, as for a batch that is too large, its halves go on, until
 * what is refused is one record.
 *
 * @param rest what to send instead, in order
 * @param errors the records that the target refuses
 */
public record RefusedBatch(List<OutgoingBatch> rest, List<RecordError> errors) {
  private static final Set<Class<? extends Exception>> FOR_ITS_RECORDS =
      Set.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          InvalidRecordException.class,
          InvalidTimestampException.class);

  /** Whether fewer or other records may be accepted. */
  public static boolean isForItsRecords(Exception error) {
    return FOR_ITS_RECORDS.contains(error.getClass());
  }

  public static boolean isTooLarge(Exception error) {
    return error instanceof RecordTooLargeException
        || error instanceof RecordBatchTooLargeException;
  }

  /**
   * Takes a batch apart.
   *
   * @param batch as it was sent, with its error and the records that the broker named
   * @throws dev.kafkamirror.replicator.batch.CorruptBatchException if it cannot be read
   */
  static RefusedBatch of(
      OutgoingBatch batch, TopicPartition source, Reencoder reencoder, MemoryBudget budget) {
    List<Integer> named = batch.refusedRecords();
    if (named.isEmpty() && batch.count() > 1) {
      return new RefusedBatch(halves(batch, reencoder, budget), List.of());
    }
    Set<Integer> bad = named.isEmpty() ? Set.of(0) : Set.copyOf(named);
    List<OutgoingBatch> rest = new ArrayList<>();
    part(batch, i -> !bad.contains(i), batch.nextOffset(), reencoder, budget).ifPresent(rest::add);
    return new RefusedBatch(rest, errors(batch, bad, source, reencoder));
  }

  /** Two batches of half of the records each. */
  static List<OutgoingBatch> halves(OutgoingBatch batch, Reencoder reencoder, MemoryBudget budget) {
    int half = batch.count() / 2;
    long between = offsets(batch)[half];
    return List.of(
        part(batch, i -> i < half, between, reencoder, budget).orElseThrow(),
        part(batch, i -> i >= half, batch.nextOffset(), reencoder, budget).orElseThrow());
  }

  private static Optional<OutgoingBatch> part(
      OutgoingBatch batch,
      IntPredicate wanted,
      long nextOffset,
      Reencoder reencoder,
      MemoryBudget budget) {
    return reencoder
        .select(batch.bytes(), wanted)
        .map(
            encoded -> {
              FetchBuffer own = new FetchBuffer(budget, encoded.batch().capacity());
              OutgoingBatch part =
                  new OutgoingBatch(
                      encoded.batch(),
                      own,
                      runs(batch, wanted),
                      nextOffset,
                      batch.leaderEpoch(),
                      batch.timestamp());
              own.seal();
              return part;
            });
  }

  private static List<OffsetRun> runs(OutgoingBatch batch, IntPredicate wanted) {
    OffsetRun.Builder runs = new OffsetRun.Builder();
    long[] offsets = offsets(batch);
    for (int i = 0; i < offsets.length; i++) {
      if (wanted.test(i)) {
        runs.add(offsets[i], 1);
      }
    }
    return runs.build();
  }

  private static List<RecordError> errors(
      OutgoingBatch batch, Set<Integer> bad, TopicPartition source, Reencoder reencoder) {
    ApiException error = batch.error();
    return reencoder.decode(batch.bytes(), bad::contains, source, offsets(batch)).stream()
        .map(record -> new RecordError(record, Trouble.reason(error), error.getMessage()))
        .toList();
  }

  private static long[] offsets(OutgoingBatch batch) {
    long[] offsets = new long[batch.count()];
    int i = 0;
    for (OffsetRun run : batch.runs()) {
      for (long offset = run.sourceOffset(); offset < run.nextOffset(); offset++) {
        offsets[i++] = offset;
      }
    }
    return offsets;
  }
}
