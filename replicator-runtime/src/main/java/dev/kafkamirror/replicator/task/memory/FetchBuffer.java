package dev.kafkamirror.replicator.task.memory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory behind the batches of one fetch response: it can go only when all of them are gone.
 * When memory gets tight and less than half of it is still needed, the rest is copied out, so that
 * a slow partition does not keep the memory of fast ones. For one thread at a time.
 */
public final class FetchBuffer {
  private final MemoryBudget budget;
  private final long size;
  private final Set<OutgoingBatch> batches = new LinkedHashSet<>();
  private long needed;
  private boolean sealed;

  /**
   * @param size bytes of the whole response
   */
  public FetchBuffer(MemoryBudget budget, long size) {
    this.budget = budget;
    this.size = size;
    budget.hold(size);
  }

  /** A batch lies in this memory from now on. */
  void add(OutgoingBatch batch) {
    batches.add(batch);
    needed += batch.size();
  }

  /** No more batches come: from now on memory may go. */
  public void seal() {
    sealed = true;
    shrink();
  }

  /** A batch is no longer needed, or no longer here. */
  void remove(OutgoingBatch batch) {
    if (batches.remove(batch)) {
      needed -= batch.size();
      shrink();
    }
  }

  private void shrink() {
    if (sealed && budget.isTight() && needed < size / 2) {
      copyOut();
    }
    if (sealed && batches.isEmpty()) {
      sealed = false;
      budget.release(size);
    }
  }

  /** Batches that are being sent must stay where they are until they are answered. */
  private void copyOut() {
    for (OutgoingBatch batch : List.copyOf(batches)) {
      if (!batch.isInFlight()) {
        batches.remove(batch);
        needed -= batch.size();
        FetchBuffer own = new FetchBuffer(budget, batch.size());
        batch.moveTo(own);
        own.seal();
      }
    }
  }
}
