package dev.kafkamirror.replicator.task.merge;

import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.Reencoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts small batches together: uncompressed ones at once, as only their deltas change; others on
 * worker threads, as they are decompressed and compressed again. Belongs to the producing loop.
 */
public final class BatchMerger {
  private static final Logger LOG = LoggerFactory.getLogger(BatchMerger.class);

  /** Learns what came of a merge. */
  public interface Done {
    /**
     * @param batch is ready; if not, its parts cannot be put together
     * @param growth by how many bytes it is larger than its parts
     */
    void merged(OutgoingBatch batch, int growth);
  }

  private final MemoryBudget budget;
  private final MergeLimits limits;
  private final MergePool pool;
  private final Executor loop;
  private final Reencoder own = new Reencoder();

  /**
   * @param loop runs what it is given on the producing loop's thread
   */
  public BatchMerger(MergeLimits limits, MemoryBudget budget, MergePool pool, Executor loop) {
    this.limits = limits;
    this.budget = budget;
    this.pool = pool;
    this.loop = loop;
  }

  /** Whether the batch had better not go alone. */
  public boolean isSmall(OutgoingBatch batch) {
    return batch.size() <= limits.small(batch.codec());
  }

  /** Whether one more may be added to a run that begins with a batch and has so many bytes. */
  public boolean fits(OutgoingBatch first, int bytes, OutgoingBatch next) {
    return first.codec() == next.codec() && bytes + next.size() <= limits.largest(next.codec());
  }

  /** Has its parts put together. */
  public void merge(OutgoingBatch batch, Done done) {
    List<ByteBuffer> parts = batch.parts().stream().map(OutgoingBatch::bytes).toList();
    if (batch.codec() == 0) {
      finish(batch, merged(own, parts), done);
    } else {
      pool.execute(
          reencoder -> {
            ByteBuffer merged = merged(reencoder, parts);
            loop.execute(() -> finish(batch, merged, done));
          });
    }
  }

  /** Returns null when the parts cannot be put together. */
  private static ByteBuffer merged(Reencoder reencoder, List<ByteBuffer> parts) {
    try {
      return reencoder.merge(parts);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Small batches go as they are: they cannot be put together");
      return null;
    }
  }

  private void finish(OutgoingBatch batch, ByteBuffer merged, Done done) {
    if (batch.isDiscarded()) {
      return;
    }
    int before = batch.size();
    if (merged != null) {
      batch.become(merged, budget);
    }
    done.merged(batch, batch.size() - before);
  }
}
