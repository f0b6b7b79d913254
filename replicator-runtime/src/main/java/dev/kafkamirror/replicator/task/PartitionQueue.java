package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The batches of one partition on their way to the target, in order. Several may be in flight to
 * one leader. After a failure nothing more is sent until all of them are answered; then the
 * unacknowledged ones go again, in order and with their sequences, so that a leader that has one
 * already knows it. Belongs to the producing loop.
 */
final class PartitionQueue {
  private static final Backoff BACKOFF = new Backoff(50, 5_000);

  private final PartitionProgress progress;
  private final RandomGenerator random;

  /** Never sent, or to be sent again. */
  private final Deque<OutgoingBatch> waiting = new ArrayDeque<>();

  /** Sent and not known to be appended, in the order of their sequences. */
  private final Deque<OutgoingBatch> sent = new ArrayDeque<>();

  private ProducerIdentity identity;
  private int nextSequence;
  private boolean known;
  private int inFlight;
  private int broker;
  private boolean settling;
  private boolean refused;
  private int failures;
  private long retryAtMs;
  private CompletableFuture<Position> released;
  private long releaseDeadlineMs;

  PartitionQueue(PartitionProgress progress, RandomGenerator random) {
    this.progress = progress;
    this.random = random;
  }

  TopicPartition target() {
    return progress.order().target();
  }

  PartitionProgress progress() {
    return progress;
  }

  /** Takes over fetched batches; there is nothing to copy between them and the source offset. */
  void add(List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
    if (refused || released != null) {
      batches.forEach(this::discard);
      return;
    }
    waiting.addAll(batches);
    OutgoingBatch last = waiting.isEmpty() ? sent.peekLast() : waiting.getLast();
    if (last == null) {
      Position now = progress.position();
      progress.position(new Position(nextOffset, now.targetOffset(), leaderEpoch));
    } else {
      last.extendTo(nextOffset);
    }
    report();
  }

  /** Whether it has something to send, now or later. */
  boolean hasBacklog() {
    return !waiting.isEmpty() && !settling;
  }

  /** How long it must rest, ms; 0 when it need not. */
  long restMs(long nowMs) {
    return failures == 0 ? 0 : Math.max(0, retryAtMs - nowMs);
  }

  /** Whether it has no producer id yet, or needs another. */
  boolean needsIdentity() {
    return identity == null;
  }

  /** Sequences start again at 0. Only when {@link #needsIdentity()}. */
  void identity(ProducerIdentity newOne) {
    identity = newOne;
    nextSequence = 0;
    known = false;
  }

  /** Size of the batch that can be sent to this broker now; empty when none can. */
  Optional<OutgoingBatch> next(int leader) {
    boolean possible = hasBacklog() && identity != null;
    if (inFlight > 0) {
      // Batches on two connections could overtake each other. And a leader that has not yet seen
      // the producer would accept the second batch when it has refused the first.
      possible &= leader == broker && known;
    }
    return possible ? Optional.of(waiting.getFirst()) : Optional.empty();
  }

  /** Moves the next batch on its way to a broker. */
  OutgoingBatch send(int leader) {
    OutgoingBatch batch = waiting.removeFirst();
    if (!identity.equals(batch.identity())) {
      batch.assign(identity, nextSequence);
      nextSequence = ProducerFields.nextSequence(nextSequence, batch.count());
    }
    sent.addLast(batch);
    batch.sent();
    inFlight++;
    broker = leader;
    return batch;
  }

  /**
   * The target has the batch.
   *
   * @param baseOffset its first offset there, -1 when not known
   */
  void acknowledged(OutgoingBatch batch, long baseOffset, long nowMs) {
    answered(batch);
    known = true;
    if (sent.contains(batch)) {
      // Its sequence was accepted, so those before it are there as well.
      while (sent.getFirst() != batch) {
        appended(sent.removeFirst(), -1);
      }
      appended(sent.removeFirst(), baseOffset);
      failures = 0;
      progress.target(null);
    }
    settle(nowMs);
    report();
  }

  private void appended(OutgoingBatch batch, long baseOffset) {
    long before = progress.position().targetOffset();
    long base = baseOffset >= 0 ? baseOffset : before;
    long after = base < 0 ? -1 : base + batch.count();
    progress.acknowledged(
        new Position(batch.nextOffset(), after, batch.leaderEpoch()), batch.count(), batch.size());
    discard(batch);
  }

  /** The batch was refused, or what became of it is not known. */
  void failed(OutgoingBatch batch, ApiException error, long nowMs) {
    answered(batch);
    batch.failed(error, Trouble.mayBeAppended(error));
    settling |= sent.contains(batch);
    settle(nowMs);
    report();
  }

  private void answered(OutgoingBatch batch) {
    batch.answered();
    inFlight--;
  }

  private void settle(long nowMs) {
    if (!settling || inFlight > 0) {
      finishRelease();
      return;
    }
    settling = false;
    if (!sent.isEmpty()) {
      // What follows the first was refused because of it.
      ApiException cause = sent.getFirst().error();
      while (!sent.isEmpty()) {
        waiting.addFirst(sent.removeLast());
      }
      failures++;
      retryAtMs = nowMs + BACKOFF.pauseMs(failures, random);
      Trouble trouble = Trouble.of(cause, target() + " at the target: " + cause.getMessage());
      if (Trouble.isFinal(cause)) {
        refused = true;
        progress.fail(trouble);
        waiting.forEach(this::discard);
        waiting.clear();
      } else {
        progress.target(trouble);
        if (Trouble.isSequence(cause)) {
          identity = null;
        }
      }
    }
    finishRelease();
  }

  /** Why it cannot be sent at all now. */
  void blocked(Trouble trouble) {
    progress.target(trouble);
  }

  /**
   * Lets go of the partition: nothing new is sent.
   *
   * @param result completed once everything that was sent is settled
   * @param deadlineMs when to give up, monotonic
   */
  void release(CompletableFuture<Position> result, long deadlineMs) {
    released = result;
    releaseDeadlineMs = deadlineMs;
    finishRelease();
    report();
  }

  private void finishRelease() {
    if (released == null || settling) {
      return;
    }
    // What the target certainly does not have needs no settling; in doubt are only the first ones.
    while (!waiting.isEmpty() && !waiting.getLast().isInDoubt()) {
      discard(waiting.removeLast());
    }
    if (waiting.isEmpty() && sent.isEmpty()) {
      released.complete(progress.position());
    }
  }

  /** Whether it is gone, or has waited for too long and goes now. */
  boolean isGone(long nowMs) {
    if (released != null && !released.isDone() && nowMs >= releaseDeadlineMs) {
      released.completeExceptionally(
          new TimeoutException(
              "What was sent to %s is still not settled; position %s"
                  .formatted(target(), progress.position())));
      for (Iterator<OutgoingBatch> it = waiting.iterator(); it.hasNext(); it.remove()) {
        discard(it.next());
      }
    }
    return released != null && released.isDone();
  }

  private void discard(OutgoingBatch batch) {
    batch.discard();
    progress.hold(-batch.size());
  }

  private void report() {
    OutgoingBatch oldest = sent.isEmpty() ? waiting.peekFirst() : sent.getFirst();
    progress.oldestPending(oldest == null ? -1 : oldest.timestamp());
  }
}
