package dev.kafkamirror.replicator.fleet.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the results of what was begun under the lock of {@link OwnedWork}, under it again. */
final class NextStep {
  private static final Logger LOG = LoggerFactory.getLogger(NextStep.class);

  private final Object lock;
  private final Executor callbacks;

  /**
   * @param callbacks where completed futures are taken up: a task may complete one under its own
   *     lock
   */
  NextStep(Object lock, Executor callbacks) {
    this.lock = lock;
    this.callbacks = callbacks;
  }

  /** Goes on when the future is completed; an error of ours on the way must not pass unseen. */
  <T> void after(CompletableFuture<T> future, BiConsumer<T, Throwable> step) {
    var _ =
        future.whenCompleteAsync(
            (result, failure) -> {
              try {
                synchronized (lock) {
                  step.accept(result, failure);
                }
              } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a partition's next step failed");
              }
            },
            callbacks);
  }
}
