package dev.kafkamirror.replicator.fence;

import dev.kafkamirror.replicator.wire.TransactionCoordinator;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.ApiException;

/** Sends what a fence has to send next, one request at a time. Belongs to one thread. */
final class FenceCalls {
  private static final long IDLE_MS = 1_000;

  private final FenceSteps steps;
  private final TransactionCoordinator coordinator;
  private final LongSupplier clock;
  private boolean asking;

  /**
   * @param clock monotonic time, ms
   */
  FenceCalls(FenceSteps steps, TransactionCoordinator coordinator, LongSupplier clock) {
    this.steps = steps;
    this.coordinator = coordinator;
    this.clock = clock;
  }

  /** Sends if it can; returns how long to wait for the network at most, ms. */
  long turn() {
    long rest = steps.restMs(clock.getAsLong());
    if (asking || rest > 0) {
      return asking ? IDLE_MS : rest;
    }
    if (!coordinator.ready(this::failed)) {
      return coordinator.delayMs();
    }
    asking = true;
    switch (steps.step()) {
      case INIT, BARRIER ->
          coordinator.initProducerId(
              null, (identity, error) -> answered(error, () -> steps.granted(identity)));
      case ADD ->
          coordinator.addPartitions(
              steps.identity(),
              steps.chunk(),
              errors -> answered(null, () -> steps.added(errors, clock.getAsLong())));
      case ABORT -> coordinator.abort(steps.identity(), error -> answered(error, steps::aborted));
      case DONE -> asking = false;
    }
    return IDLE_MS;
  }

  private void answered(ApiException error, Runnable onSuccess) {
    asking = false;
    if (error == null) {
      onSuccess.run();
    } else {
      failed(error);
    }
  }

  private void failed(ApiException error) {
    steps.failed(error, clock.getAsLong());
  }
}
