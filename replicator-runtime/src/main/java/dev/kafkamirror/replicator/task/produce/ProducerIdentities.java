package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.Backoff;
import dev.kafkamirror.replicator.task.Retries;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task's producer id with its epoch: when to ask for it, what an answer means, and which
 * partitions have it.
 *
 * <p>It is handed to each partition once. A partition that comes again (after a release, or because
 * its leader lost count) gets the next epoch: with the old one its sequences would start again at
 * 0, and a leader that still remembers them would take new batches for repeats and drop them
 * without a word. Partitions without trouble go on with the epoch that they have: leaders know
 * epochs per partition.
 *
 * <p>Under a transactional id an epoch is never raised here but by the coordinator, which is told
 * the present one (KIP-360) and refuses once a successor has fenced this task. Then nothing is sent
 * any more. Where the target grants no transactional id, each renewal is another producer id, and
 * nobody can fence this task. Belongs to the producing loop; what others read is volatile.
 */
public final class ProducerIdentities {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerIdentities.class);
  private static final Backoff BACKOFF = new Backoff(100, 2_000);

  /**
   * Coordinators forget a transactional id without transactions after a week
   * (transactional.id.expiration.ms), and nobody could be fenced by it then.
   */
  private static final long RENEW_AFTER_MS = 24 * 60 * 60 * 1_000L;

  /** Longer than a coordinator moves, shorter than people wait for a first record, ms. */
  private static final long COORDINATOR_PATIENCE_MS = 30_000;

  private final Retries retries;
  private final CompletableFuture<Void> identified = new CompletableFuture<>();
  private final Set<TopicPartition> served = new HashSet<>();
  private volatile String transactionalId;
  private volatile String withoutFencing;
  private volatile Trouble fenced;
  private ProducerIdentity current;
  private boolean wanted;
  private long issuedAtMs;
  private long noCoordinatorSinceMs = -1;
  private Trouble trouble;

  /**
   * @param transactionalId null for plain idempotence
   */
  public ProducerIdentities(String transactionalId, RandomGenerator random) {
    this.transactionalId = transactionalId;
    this.retries = new Retries(BACKOFF, random);
    // Before it has any partition, so that it is known by then whether it can be fenced.
    this.wanted = transactionalId != null;
    if (transactionalId == null) {
      identified.complete(null);
    }
  }

  /** Empty while one must be asked for; try again later. */
  Optional<ProducerIdentity> take(TopicPartition target) {
    if (fenced != null || current == null || served.contains(target)) {
      wanted = true;
      return Optional.empty();
    }
    served.add(target);
    return Optional.of(current);
  }

  /** Whether one must be asked for now. */
  boolean isDue(long nowMs) {
    return fenced == null && isWanted(nowMs) && restMs(nowMs) == 0;
  }

  private boolean isWanted(long nowMs) {
    return wanted
        || (transactionalId != null && current != null && nowMs - issuedAtMs > RENEW_AFTER_MS);
  }

  /** How long to rest after a failed attempt, ms. */
  long restMs(long nowMs) {
    return retries.restMs(nowMs);
  }

  /** What to renew; null for a first one. */
  ProducerIdentity current() {
    return current;
  }

  /** The coordinator, or any broker where there is no transactional id, gave one. */
  void issued(ProducerIdentity identity, long nowMs) {
    if (transactionalId != null && current != null && current.id() != identity.id()) {
      fence(
          "The target has forgotten transactional id %s and gave it another producer id, so that a successor could not fence what this task has sent"
              .formatted(transactionalId));
      return;
    }
    current = identity;
    served.clear();
    wanted = false;
    issuedAtMs = nowMs;
    retries.succeeded();
    noCoordinatorSinceMs = -1;
    trouble = null;
    identified.complete(null);
  }

  /** It was not given. */
  void refused(ApiException error, long nowMs) {
    boolean later =
        error instanceof ProducerFencedException || error instanceof InvalidProducerEpochException;
    if (transactionalId != null && current != null && later) {
      fence(
          "A successor has fenced %s: the fleet took this task for lost"
              .formatted(transactionalId));
      return;
    }
    retries.failed(nowMs);
    trouble = new Trouble(Trouble.reason(error), "No producer id: " + error.getMessage());
    if (transactionalId != null && current == null && isHopeless(error, nowMs)) {
      goWithout(error);
    }
  }

  /** It was given, and could not be announced to the other direction; it is asked for again. */
  void notAnnounced(Throwable failure, long nowMs) {
    retries.failed(nowMs);
    trouble = Trouble.notAnnounced(failure);
  }

  private void fence(String why) {
    fenced = new Trouble("Fenced", why + ". It sends nothing any more");
    LOG.atWarn().log(fenced.message());
  }

  private boolean isHopeless(ApiException error, long nowMs) {
    if (!(error instanceof CoordinatorNotAvailableException)) {
      noCoordinatorSinceMs = -1;
      return !(error instanceof RetriableException) && !(error instanceof AuthenticationException);
    }
    if (noCoordinatorSinceMs < 0) {
      noCoordinatorSinceMs = nowMs;
    }
    return nowMs - noCoordinatorSinceMs >= COORDINATOR_PATIENCE_MS;
  }

  private void goWithout(ApiException error) {
    withoutFencing =
        "The target grants no transactional id %s: %s Grant the user Write and Describe on transactional ids with the mirror's prefix, if the target has transactions"
            .formatted(transactionalId, error.getMessage());
    LOG.atWarn().log(withoutFencing);
    transactionalId = null;
    retries.succeeded();
    trouble = null;
    identified.complete(null);
  }

  /** Why there is none at present, null when there is. */
  Trouble trouble() {
    return fenced != null ? fenced : trouble;
  }

  /** Why the task may never send anything again, null as long as it may. Any thread. */
  public Trouble fenced() {
    return fenced;
  }

  /** The id to ask under; null for plain idempotence. Any thread. */
  public String transactionalId() {
    return transactionalId;
  }

  /** Why there is no transactional id although there was to be one. Any thread. */
  public Optional<String> withoutFencing() {
    return Optional.ofNullable(withoutFencing);
  }

  /** Completed once {@link #transactionalId()} is final. Any thread. */
  public CompletableFuture<Void> identified() {
    return identified;
  }
}
