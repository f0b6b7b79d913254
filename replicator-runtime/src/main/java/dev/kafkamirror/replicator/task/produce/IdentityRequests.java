package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import dev.kafkamirror.replicator.wire.TransactionCoordinator;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.ApiException;

/**
 * Asks for producer ids when {@link ProducerIdentities} want one: of the coordinator, or of any
 * broker where there is no transactional id. One at a time. Belongs to the producing loop.
 */
final class IdentityRequests {
  private static final long IDLE_MS = 1_000;
  private static final long UNTIL_A_BROKER_IS_READY_MS = 50;

  private final ProducerIdentities identities;
  private final OtherDirection other;
  private final Executor loop;
  private final LongSupplier clock;
  private final Runnable onAnswer;
  private TransactionCoordinator coordinator;
  private boolean asking;

  /**
   * @param loop runs something on the producing loop
   * @param clock monotonic time, ms
   * @param onAnswer called when the identities know more
   */
  IdentityRequests(
      ProducerIdentities identities,
      OtherDirection other,
      Executor loop,
      LongSupplier clock,
      Runnable onAnswer) {
    this.identities = identities;
    this.other = other;
    this.loop = loop;
    this.clock = clock;
    this.onAnswer = onAnswer;
  }

  /** Asks if it is time to; returns how long to wait at most until the next attempt, ms. */
  long turn(TargetConnection connection, long nowMs) {
    if (asking || !identities.isDue(nowMs)) {
      long rest = identities.restMs(nowMs);
      return rest > 0 ? rest : IDLE_MS;
    }
    if (identities.transactionalId() == null) {
      asking = connection.initProducerId(this::answered);
      return asking ? IDLE_MS : UNTIL_A_BROKER_IS_READY_MS;
    }
    if (coordinator == null) {
      coordinator = new TransactionCoordinator(connection, identities.transactionalId());
    }
    if (!coordinator.ready(this::refused)) {
      return coordinator.delayMs();
    }
    asking = true;
    coordinator.initProducerId(identities.current(), this::answered);
    return IDLE_MS;
  }

  private void answered(ProducerIdentity identity, ApiException error) {
    if (error != null) {
      refused(error);
    } else if (other.exists()) {
      // Nothing is sent under an id that the other direction could not tell from a user's.
      var _ =
          other
              .announce(identity.id())
              .whenCompleteAsync((_, failure) -> announced(identity, failure), loop);
    } else {
      announced(identity, null);
    }
  }

  private void announced(ProducerIdentity identity, Throwable failure) {
    asking = false;
    if (failure == null) {
      identities.issued(identity, clock.getAsLong());
    } else {
      identities.notAnnounced(failure, clock.getAsLong());
    }
    onAnswer.run();
  }

  private void refused(ApiException error) {
    asking = false;
    identities.refused(error, clock.getAsLong());
    onAnswer.run();
  }
}
