package dev.kafkamirror.replicator.task.refusal;

import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Trouble;
import java.util.List;
import java.util.function.Consumer;

/** Decides what becomes of records that the target refuses ({@code delivery.onRecordError}). */
@FunctionalInterface
public interface RecordErrors {

  /**
   * Decides, at once or later.
   *
   * @param errors of one batch, in order
   * @param decided to be called once, on the producing loop's thread: with null to go on without
   *     these records, otherwise with why the partition has failed
   */
  void decide(PartitionProgress partition, List<RecordError> errors, Consumer<Trouble> decided);

  /** As the spec says. */
  static RecordErrors of(DeliverySpec spec, DeadLetters letters) {
    return switch (spec.onRecordError()) {
      case Skip -> RecordErrors::skip;
      case Fail -> RecordErrors::fail;
      case DeadLetter -> letters.into(spec.deadLetterTopic());
    };
  }

  /** The partition fails at the first of them. */
  static void fail(
      PartitionProgress partition, List<RecordError> errors, Consumer<Trouble> decided) {
    RecordError first = errors.getFirst();
    decided.accept(
        new Trouble(
            first.reason(),
            first.describe()
                + ". Change the remote topic's configuration, or let onRecordError say Skip or"
                + " DeadLetter"));
  }

  /** They are left out and counted. */
  static void skip(
      PartitionProgress partition, List<RecordError> errors, Consumer<Trouble> decided) {
    OffsetRun.Builder runs = new OffsetRun.Builder();
    errors.forEach(error -> runs.add(error.record().offset(), 1));
    for (OffsetRun run : runs.build()) {
      partition.lost(run.sourceOffset(), run.nextOffset(), DataLoss.Reason.RecordSkipped);
    }
    decided.accept(null);
  }
}
