package dev.kafkamirror.replicator.task.refusal;

import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.Reencoder;
import java.util.List;
import java.util.function.Consumer;

/** Deals with batches that the target refuses for their records. Belongs to the producing loop. */
public final class Refusals implements AutoCloseable {
  private final MemoryBudget budget;
  private final Reencoder reencoder = new Reencoder();
  private RecordErrors policy;

  public Refusals(MemoryBudget budget, RecordErrors policy) {
    this.budget = budget;
    this.policy = policy;
  }

  @Override
  public void close() {
    reencoder.close();
  }

  /** Another policy from now on. */
  public void policy(RecordErrors now) {
    policy = now;
  }

  /** Has it decided what becomes of records, as the policy says now. */
  public void decide(
      PartitionProgress partition, List<RecordError> errors, Consumer<Trouble> decided) {
    policy.decide(partition, errors, decided);
  }

  /** A batch that was never sent, or parts of it, none larger than the target takes if possible. */
  public List<OutgoingBatch> fitting(OutgoingBatch batch, int mostBytes) {
    if (batch.size() <= mostBytes || batch.count() == 1) {
      return List.of(batch);
    }
    List<OutgoingBatch> halves;
    try {
      halves = RefusedBatch.halves(batch, reencoder, budget);
    } catch (CorruptBatchException e) {
      // When it is sent, the target refuses it for that.
      return List.of(batch);
    }
    batch.discard();
    return halves.stream().flatMap(half -> fitting(half, mostBytes).stream()).toList();
  }

  /**
   * Takes a refused batch apart and has it decided what becomes of records that cannot be sent.
   *
   * @param onRest what to send instead
   * @param onFailure why the partition has failed
   */
  public void handle(
      OutgoingBatch batch,
      PartitionProgress partition,
      Consumer<RefusedBatch> onRest,
      Consumer<Trouble> onFailure) {
    RefusedBatch apart;
    try {
      apart = RefusedBatch.of(batch, partition.order().source(), reencoder, budget);
    } catch (CorruptBatchException e) {
      onFailure.accept(Trouble.atSource(partition.order().source(), e));
      return;
    }
    if (apart.errors().isEmpty()) {
      onRest.accept(apart);
      return;
    }
    decide(
        partition,
        apart.errors(),
        trouble -> {
          if (trouble == null) {
            onRest.accept(apart);
          } else {
            apart.rest().forEach(OutgoingBatch::discard);
            onFailure.accept(trouble);
          }
        });
  }
}
