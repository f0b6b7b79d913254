package dev.kafkamirror.replicator.fence;

import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * How far the fence of one writer has got, and what every answer means. Knows no network: the
 * caller sends what {@link #step()} says and reports the answer.
 *
 * <p>The barrier is the answer to a further InitProducerId: the coordinator gives it only when
 * every marker of the transaction before is written and replicated. Without it the first batch of a
 * writer that is still alive got through after EndTxn.
 */
final class FenceSteps {
  /**
   * A coordinator writes a transaction with all its partitions as one record, 1 MB at most, and
   * topic names may be long.
   */
  static final int PARTITIONS_AT_ONCE = 2_000;

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 500;

  /** A topic that was just created is known to all brokers within this time, ms. */
  private static final long UNKNOWN_PATIENCE_MS = 3_000;

  /** What to do next. */
  enum Step {
    /** InitProducerId as one who starts. */
    INIT,
    /** AddPartitionsToTxn with {@link FenceSteps#chunk()}. */
    ADD,
    /** EndTxn, aborting. */
    ABORT,
    /** InitProducerId again. */
    BARRIER,
    DONE
  }

  private final Queue<Set<TopicPartition>> chunks = new ArrayDeque<>();
  private final RandomGenerator random;
  private Step step = Step.INIT;
  private ProducerIdentity identity;
  private ApiException refusal;
  private ApiException lastError;
  private int failures;
  private long retryAtMs;
  private long unknownSinceMs = -1;

  FenceSteps(Collection<TopicPartition> partitions, RandomGenerator random) {
    this.random = random;
    List<TopicPartition> all = new ArrayList<>(partitions);
    for (int from = 0; from < all.size(); from += PARTITIONS_AT_ONCE) {
      int to = Math.min(from + PARTITIONS_AT_ONCE, all.size());
      chunks.add(new LinkedHashSet<>(all.subList(from, to)));
    }
    if (chunks.isEmpty()) {
      step = Step.DONE;
    }
  }

  Step step() {
    return step;
  }

  /** Producer id and epoch in whose name the present transaction is. */
  ProducerIdentity identity() {
    return identity;
  }

  /** The partitions of the present transaction. */
  Set<TopicPartition> chunk() {
    return chunks.element();
  }

  /** How long to rest before the next request, ms; 0 for not at all. */
  long restMs(long nowMs) {
    return failures == 0 ? 0 : Math.max(0, retryAtMs - nowMs);
  }

  /** Why it can never be done, null as long as it can. */
  ApiException refusal() {
    return refusal;
  }

  /** The last error that may pass, null when there was none. */
  ApiException lastError() {
    return lastError;
  }

  /** InitProducerId was granted. */
  void granted(ProducerIdentity granted) {
    identity = granted;
    if (step == Step.BARRIER) {
      nextChunk();
    } else {
      step = Step.ADD;
    }
    failures = 0;
  }

  /** AddPartitionsToTxn was answered; where there is one error, none was added. */
  void added(Map<TopicPartition, ApiException> errors, long nowMs) {
    List<ApiException> serious =
        errors.values().stream().filter(e -> !isOfOnePartition(e)).toList();
    if (errors.isEmpty()) {
      step = Step.ABORT;
      failures = 0;
      unknownSinceMs = -1;
    } else if (!serious.isEmpty()) {
      failed(serious.getFirst(), nowMs);
    } else if (unknownSinceMs >= 0 && nowMs - unknownSinceMs >= UNKNOWN_PATIENCE_MS) {
      leaveOutUnknown(errors);
    } else {
      unknownSinceMs = unknownSinceMs < 0 ? nowMs : unknownSinceMs;
      pause(errors.values().iterator().next(), nowMs);
    }
  }

  private static boolean isOfOnePartition(ApiException error) {
    return error instanceof UnknownTopicOrPartitionException
        || error instanceof OperationNotAttemptedException;
  }

  /** Nothing can be appended to what does not exist. */
  private void leaveOutUnknown(Map<TopicPartition, ApiException> errors) {
    errors.forEach(
        (partition, error) -> {
          if (error instanceof UnknownTopicOrPartitionException) {
            chunk().remove(partition);
          }
        });
    failures = 0;
    if (chunk().isEmpty()) {
      nextChunk();
    }
  }

  private void nextChunk() {
    chunks.remove();
    unknownSinceMs = -1;
    step = chunks.isEmpty() ? Step.DONE : Step.ADD;
  }

  /** EndTxn was accepted: the markers are being written. */
  void aborted() {
    step = Step.BARRIER;
    failures = 0;
  }

  /** A request failed, whichever it was. */
  void failed(ApiException error, long nowMs) {
    switch (error) {
      case AuthorizationException _,
          AuthenticationException _,
          UnsupportedVersionException _,
          InvalidTxnTimeoutException _ ->
          refusal = error;
      case ProducerFencedException _,
          InvalidProducerEpochException _,
          InvalidPidMappingException _,
          InvalidTxnStateException _ -> {
        // Another successor of the same writer was faster.
        step = Step.INIT;
        pause(error, nowMs);
      }
      default -> pause(error, nowMs);
    }
  }

  /** Of any length up to a growing one: many successors may be at it at the same time. */
  private void pause(ApiException error, long nowMs) {
    lastError = error;
    long most = Math.min(FIRST_PAUSE_MS << Math.min(failures, 10), LONGEST_PAUSE_MS);
    failures++;
    retryAtMs = nowMs + random.nextLong(1, most + 1);
  }
}
