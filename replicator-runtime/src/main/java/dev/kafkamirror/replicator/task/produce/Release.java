package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Trouble;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Letting go of a partition.
 *
 * @param result completed once everything that was sent is settled
 * @param deadlineMs when to give up, monotonic
 */
record Release(CompletableFuture<Copied> result, long deadlineMs) {

  /** Everything is settled. */
  void settled(Copied copied) {
    result.complete(copied);
  }

  /**
   * Ends it unsettled where there is no sense in going on.
   *
   * @param stopped why nothing is sent any more, null when it is
   * @return whether it has ended by that
   */
  boolean isGivenUp(PartitionProgress progress, Trouble stopped, long nowMs) {
    if (isDone()) {
      return false;
    }
    if (stopped != null) {
      return result.completeExceptionally(new IllegalStateException(stopped.message()));
    }
    return nowMs >= deadlineMs
        && result.completeExceptionally(
            new TimeoutException(
                "What was sent to %s is still not settled; position %s"
                    .formatted(progress.order().target(), progress.position())));
  }

  boolean isDone() {
    return result.isDone();
  }
}
