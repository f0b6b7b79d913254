package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.refusal.Refusals;
import dev.kafkamirror.replicator.task.refusal.RefusedBatch;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.List;
import java.util.Optional;

/**
 * All batches of one partition that are not acknowledged, in order: those that were sent, then
 * those that wait to be sent for the first time or again. Keeps the account of the memory that they
 * hold. Belongs to the producing loop.
 */
final class PendingBatches {
  private final PartitionProgress progress;
  private final Refusals refusals;
  private final WaitingBatches waiting;
  private final SentBatches sent = new SentBatches();

  /**
   * @param onReady called when there is something to send that took its time
   */
  PendingBatches(
      PartitionProgress progress, BatchMerger merger, Refusals refusals, Runnable onReady) {
    this.progress = progress;
    this.refusals = refusals;
    this.waiting =
        new WaitingBatches(
            merger,
            (_, growth) -> {
              progress.hold(growth);
              onReady.run();
            });
  }

  /**
   * Puts fetched batches behind the others, none larger than the target takes if possible; there is
   * nothing to copy between them and the source offset.
   */
  void add(List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
    for (OutgoingBatch batch : batches) {
      List<OutgoingBatch> parts = refusals.fitting(batch, waiting.atMost());
      progress.hold(parts.stream().mapToInt(OutgoingBatch::size).sum() - batch.size());
      parts.forEach(waiting::add);
    }
    OutgoingBatch last = waiting.isEmpty() ? sent.last() : waiting.getLast();
    if (last == null) {
      goOnAt(nextOffset, leaderEpoch);
    } else {
      last.extendTo(nextOffset);
    }
  }

  /** The position moves without a record. */
  private void goOnAt(long sourceOffset, int leaderEpoch) {
    Position now = progress.position();
    progress.position(new Position(sourceOffset, now.targetOffset(), leaderEpoch));
  }

  boolean isEmpty() {
    return sent.isEmpty() && waiting.isEmpty();
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  boolean hasSent() {
    return !sent.isEmpty();
  }

  boolean isInFlight() {
    return sent.isInFlight();
  }

  /** Null when there is none. */
  OutgoingBatch first() {
    return sent.isEmpty() && !waiting.isEmpty() ? waiting.getFirst() : sent.first();
  }

  /** Whether the target may have appended one of those that are to be sent again. */
  boolean isAnyInDoubt() {
    return waiting.all().stream().anyMatch(OutgoingBatch::isInDoubt);
  }

  /** Whether there is no producer id yet, or another must come. */
  boolean needsIdentity() {
    return sent.needsIdentity();
  }

  /** Sequences start again at 0. */
  void identity(ProducerIdentity newOne) {
    sent.identity(newOne);
  }

  /** The leader does not accept the sequences any more. */
  void loseIdentity() {
    sent.loseIdentity();
  }

  /** The leader may not know the producer: batches go one by one until it has accepted one. */
  void producerUnknown() {
    sent.unknown();
  }

  /** The batch that can be sent to this leader now; empty when none can. */
  Optional<OutgoingBatch> next(int leader) {
    return sent.canFollow(leader) ? waiting.ready() : Optional.empty();
  }

  /** Moves the next batch on its way to a leader. */
  OutgoingBatch send(int leader) {
    OutgoingBatch batch = waiting.removeFirst();
    sent.send(batch, leader);
    return batch;
  }

  /**
   * The leader has said something about a batch.
   *
   * @return whether the batch is still pending
   */
  boolean answered(OutgoingBatch batch) {
    sent.answered(batch);
    return sent.contains(batch);
  }

  /** The leader has accepted a sequence of the producer. */
  void producerKnown() {
    sent.accepted();
  }

  /** How many records of what was sent come before those of the batch. */
  int countBefore(OutgoingBatch batch) {
    return sent.countBefore(batch);
  }

  /** The first of those that were sent; it is for the caller to {@link #discard}. */
  OutgoingBatch removeSent() {
    return sent.removeFirst();
  }

  /** The first of those that wait; it is for the caller to {@link #discard}. */
  OutgoingBatch removeWaiting() {
    return waiting.removeFirst();
  }

  /** Has all that was sent wait to be sent again. */
  void takeBack() {
    sent.takeAll().reversed().forEach(waiting::addFirst);
  }

  /** Takes note of what the target's error tells about other batches. */
  void refused(OutgoingBatch batch) {
    if (RefusedBatch.isTooLarge(batch.error())) {
      waiting.atMost(batch.size() - 1);
    }
  }

  /**
   * Puts what is left of a refused batch in its place; nothing after it was accepted, as its
   * sequence is missing.
   */
  void replaceFirst(OutgoingBatch refused, RefusedBatch apart) {
    if (waiting.isEmpty() || waiting.getFirst() != refused) {
      apart.rest().forEach(OutgoingBatch::discard);
      return;
    }
    discard(waiting.removeFirst());
    int sequence = refused.sequence();
    for (OutgoingBatch part : apart.rest()) {
      part.assign(refused.identity(), sequence);
      sequence = ProducerFields.nextSequence(sequence, part.count());
      progress.hold(part.size());
    }
    apart.rest().reversed().forEach(waiting::addFirst);
    if (!apart.errors().isEmpty()) {
      closeGap(sequence);
    }
    if (apart.rest().isEmpty()) {
      goOnAt(refused.nextOffset(), refused.leaderEpoch());
    }
  }

  /** Records were left out, so the sequences of what was sent after them are others now. */
  private void closeGap(int sequence) {
    List<OutgoingBatch> sentBefore =
        waiting.all().stream().filter(batch -> batch.error() != null).toList();
    if (sentBefore.stream().anyMatch(OutgoingBatch::isInDoubt)) {
      sent.loseIdentity();
    } else {
      sentBefore.forEach(OutgoingBatch::unassign);
      sent.goOnAt(sequence);
    }
  }

  /** Gives all up to have them again; what then comes takes the sequences from this batch on. */
  void startOverAt(OutgoingBatch batch) {
    if (isAnyInDoubt()) {
      sent.loseIdentity();
    } else {
      sent.goOnAt(batch.sequence());
    }
    sent.unknown();
    discardAll();
  }

  /** Discards what was never sent: of what waits, only the first ones are in doubt. */
  void discardUnsent() {
    while (!waiting.isEmpty() && !waiting.getLast().isInDoubt()) {
      discard(waiting.removeLast());
    }
  }

  void discardAll() {
    sent.takeAll().forEach(this::discard);
    waiting.all().forEach(this::discard);
    waiting.clear();
  }

  /** It is acknowledged or given up: its memory may go. */
  void discard(OutgoingBatch batch) {
    batch.discard();
    progress.hold(-batch.size());
  }
}
