package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.Backoff;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Retries;
import dev.kafkamirror.replicator.task.TargetTruncation;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.refusal.Refusals;
import dev.kafkamirror.replicator.task.refusal.RefusedBatch;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;

/**
 * The batches of one partition on their way to the target, in order. Several may be in flight to
 * one leader. After a failure nothing more is sent until all of them are answered. Then the end of
 * the target's log tells which of them have arrived, as nobody else writes to a remote partition
 * (design D7), and the others go again in order.
 *
 * <p>The end alone would not do: a broker may still hold a request of a connection that broke, and
 * append its batch after it told the end. So a batch that was sent stays in doubt until a leader
 * acknowledges it. It goes again with the same producer id, epoch and sequence, and whichever of
 * the two comes second is refused as a repeat, or answered as one. Only where a leader refuses the
 * sequence itself is the next epoch taken ({@link SentBatches}). A release waits for the same
 * acknowledgement; without it the successor must fence this task. Belongs to the producing loop.
 */
final class PartitionQueue {
  private static final Backoff BACKOFF = new Backoff(50, 5_000);

  private final PartitionProgress progress;
  private final Refusals refusals;
  private final Consumer<PartitionQueue> onChange;
  private final Consumer<PartitionProgress> fetchAgain;
  private final RemoteLook others;
  private final Retries retries;
  private final PendingBatches pending;
  private final TargetEnd end;
  private final Damage damage = new Damage();

  /** Whether a failure waits until everything in flight is answered. */
  private boolean settling;

  /** Whether it is being decided what becomes of a refused batch's records. */
  private boolean deciding;

  /** Whether it has failed for good. */
  private boolean refused;

  /** Whether what is delivered is still of before it was asked for again. */
  private boolean fetchingAgain;

  /** Whether the remote partition is being looked through for what has arrived. */
  private boolean looking;

  private Trouble stopped;

  /** Null as long as the partition stays. */
  private Release release;

  /**
   * @param onChange called when there is something to send that took its time
   * @param fetchAgain called when everything behind the partition's position is wanted again
   * @param others looks through the remote partition, as others write to it as well; null when
   *     nobody else does
   */
  PartitionQueue(
      PartitionProgress progress,
      BatchMerger merger,
      Refusals refusals,
      Consumer<PartitionQueue> onChange,
      Consumer<PartitionProgress> fetchAgain,
      RemoteLook others,
      RandomGenerator random) {
    this.progress = progress;
    this.refusals = refusals;
    this.onChange = onChange;
    this.fetchAgain = fetchAgain;
    this.others = others;
    this.retries = new Retries(BACKOFF, random);
    this.end = new TargetEnd(target(), progress.order().copied().position().targetOffset());
    this.pending = new PendingBatches(progress, merger, refusals, () -> onChange.accept(this));
  }

  TopicPartition target() {
    return progress.order().target();
  }

  PartitionProgress progress() {
    return progress;
  }

  /** Takes over fetched batches; there is nothing to copy between them and the source offset. */
  void add(List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
    if (refused || fetchingAgain || release != null) {
      batches.forEach(pending::discard);
      return;
    }
    pending.add(batches, nextOffset, leaderEpoch);
    report();
  }

  /** Whether it has something to send, now or later. */
  boolean hasBacklog() {
    return pending.hasWaiting() && !settling && !deciding && !looking && stopped == null;
  }

  /** How long it must rest, ms; 0 when it need not. */
  long restMs(long nowMs) {
    return retries.restMs(nowMs);
  }

  /** Whether the end of the target's log must be known before anything is sent. */
  boolean needsEnd() {
    return end.isToBeAskedFor();
  }

  void askedForEnd() {
    end.asked();
  }

  /** Where the target's log ends, {@link #needsEnd() asked} while nothing was in flight. */
  void endFound(long found, long nowMs) {
    long expected = end.expected();
    TargetEnd.Finding finding = end.found(found);
    if (finding == TargetEnd.Finding.Doubtful) {
      retry(TargetTruncation.trouble(target(), found, expected), nowMs);
      return;
    }
    recovered();
    if (finding == TargetEnd.Finding.Truncated) {
      truncated(found, TargetTruncation.trouble(target(), found, expected));
    } else if (finding == TargetEnd.Finding.Covered) {
      if (others != null && pending.isAnyInDoubt()) {
        looking = true;
        others.start(this, end.expected(), found);
        return;
      }
      takeAsAppended(found);
    }
    end.isAt(found);
    settle(nowMs);
    report();
  }

  /** The target lost what it had acknowledged: that is copied again, and said. */
  private void truncated(long foundEnd, Trouble trouble) {
    Optional<TargetTruncation> found = TargetTruncation.of(progress.copied(), foundEnd);
    if (found.isEmpty()) {
      refuse(trouble);
      return;
    }
    progress.truncated(found.get());
    pending.loseIdentity();
    pending.discardAll();
    startOver(trouble);
  }

  /** Everything that was fetched is given up; it is wanted again. */
  private void startOver(Trouble trouble) {
    blocked(trouble);
    if (release == null) {
      fetchingAgain = true;
      fetchAgain.accept(progress);
    }
  }

  /** What comes from now on was fetched again. */
  void startAgain() {
    fetchingAgain = false;
    blocked(null);
  }

  /** Whether this topic is the one that the position is of. */
  boolean isFor(Uuid remoteTopicId) {
    if (progress.order().isInto(remoteTopicId)) {
      return true;
    }
    blocked(
        new Trouble(
            "RemoteTopicRecreated",
            "%s is of a topic that was created again (topic id %s, was %s); it is started again"
                .formatted(target(), remoteTopicId, progress.order().remoteTopicId())));
    if (release != null && !pending.isInFlight()) {
      // The topic that it waits for is gone.
      settling = false;
      pending.discardAll();
      finishRelease();
    }
    return false;
  }

  /** Nobody else should write to a remote partition, but records that somebody did stay there. */
  private void noteForeignBefore(long offset) {
    if (others == null && end.expected() < offset) {
      progress.foreign(end.expected(), offset);
    }
  }

  private void takeAsAppended(long found) {
    while (pending.hasWaiting()
        && pending.first().isInDoubt()
        && end.expected() + pending.first().count() <= found) {
      appended(pending.removeWaiting(), end.expected());
    }
    noteForeignBefore(found);
  }

  /**
   * Where others write, the end alone does not tell what arrived; the batches before it do.
   *
   * @param upTo offset at which was stopped
   * @param batches what stands behind what is known to be copied
   * @param failure why that is not known, null when it is
   */
  void looked(long upTo, List<BatchHeader> batches, Throwable failure, long nowMs) {
    looking = false;
    if (failure == null) {
      takeOwn(batches);
      end.isAt(upTo);
    } else {
      end.want();
      retry(Trouble.atTarget(target(), failure), nowMs);
    }
    finishRelease();
    report();
  }

  private void takeOwn(List<BatchHeader> batches) {
    for (BatchHeader there : batches) {
      OutgoingBatch first = pending.first();
      if (first != null && pending.hasWaiting() && first.isInDoubt() && first.isIn(there)) {
        appended(pending.removeWaiting(), there.baseOffset());
      }
    }
  }

  /** The end of the target's log is not known now. */
  void endNotFound(ApiException error, long nowMs) {
    end.notFound();
    retry(Trouble.atTarget(target(), error), nowMs);
  }

  /** Whether it has no producer id yet, or needs another. */
  boolean needsIdentity() {
    return pending.needsIdentity();
  }

  /** Sequences start again at 0. Only when {@link #needsIdentity()}. */
  void identity(ProducerIdentity newOne) {
    pending.identity(newOne);
  }

  /** The batch that can be sent to this broker now; empty when none can. */
  Optional<OutgoingBatch> next(int leader) {
    return hasBacklog() && !end.isWanted() ? pending.next(leader) : Optional.empty();
  }

  /** Moves the next batch on its way to a broker. */
  OutgoingBatch send(int leader) {
    return pending.send(leader);
  }

  /**
   * The target has the batch.
   *
   * @param baseOffset its first offset there, -1 when not known
   */
  void acknowledged(OutgoingBatch batch, long baseOffset, long nowMs) {
    boolean isPending = pending.answered(batch);
    pending.producerKnown();
    if (isPending && end.isAfterGap(baseOffset, pending.countBefore(batch))) {
      refused = true;
      settling = true;
      progress.fail(end.gap(baseOffset, progress.position().sourceOffset()));
    } else if (isPending) {
      while (pending.first() != batch) {
        // Its sequence was accepted, so those before it are there as well.
        appended(pending.removeSent(), -1);
      }
      noteForeignBefore(baseOffset);
      appended(pending.removeSent(), baseOffset);
      recovered();
    }
    settle(nowMs);
    report();
  }

  private void appended(OutgoingBatch batch, long baseOffset) {
    end.appended(baseOffset, batch.count());
    progress.acknowledged(
        new Position(batch.nextOffset(), end.expected(), batch.leaderEpoch()),
        batch.runs(),
        batch.count(),
        batch.size());
    progress
        .meter()
        .replicated(batch.count(), batch.size(), batch.timestamp(), batch.lastTimestamp());
    pending.discard(batch);
  }

  /** The batch was refused, or what became of it is not known. */
  void failed(OutgoingBatch batch, ApiException error, List<Integer> records, long nowMs) {
    settling |= pending.answered(batch);
    batch.failed(error, records, Trouble.mayBeAppended(error));
    settle(nowMs);
    report();
  }

  private void settle(long nowMs) {
    if (settling && !pending.isInFlight()) {
      settling = false;
      if (refused) {
        pending.discardAll();
      } else if (pending.hasSent()) {
        // What follows the first was refused because of it.
        pending.takeBack();
        handleFailure(pending.first(), nowMs);
      }
    }
    finishRelease();
  }

  private void handleFailure(OutgoingBatch batch, long nowMs) {
    ApiException cause = batch.error();
    if (RefusedBatch.isForItsRecords(cause)) {
      takeApart(batch);
    } else if (cause instanceof CorruptRecordException) {
      damaged(batch);
    } else if (Trouble.isFinal(cause)) {
      refuse(Trouble.atTarget(target(), cause));
    } else {
      sendAgain(cause, nowMs);
    }
  }

  private void sendAgain(ApiException cause, long nowMs) {
    pending.producerUnknown();
    if (Trouble.isSequence(cause)) {
      pending.loseIdentity();
    }
    if (Trouble.isSequence(cause) || pending.isAnyInDoubt()) {
      end.want();
    }
    retry(Trouble.atTarget(target(), cause), nowMs);
  }

  private void damaged(OutgoingBatch batch) {
    long from = progress.position().sourceOffset();
    Damage.Verdict verdict = damage.of(batch, progress.order().source(), from);
    if (verdict.fetchAgain()) {
      pending.startOverAt(batch);
      startOver(verdict.trouble());
    } else {
      refuse(verdict.trouble());
    }
  }

  private void takeApart(OutgoingBatch batch) {
    pending.refused(batch);
    deciding = true;
    refusals.handle(
        batch,
        progress,
        apart -> decided(() -> pending.replaceFirst(batch, apart)),
        trouble -> decided(() -> refuse(trouble)));
  }

  private void decided(Runnable consequence) {
    deciding = false;
    consequence.run();
    finishRelease();
    report();
    onChange.accept(this);
  }

  private void refuse(Trouble trouble) {
    refused = true;
    progress.fail(trouble);
    pending.discardAll();
  }

  private void retry(Trouble trouble, long nowMs) {
    retries.failed(nowMs);
    blocked(trouble);
  }

  private void recovered() {
    retries.succeeded();
    blocked(null);
  }

  /** Why it cannot be sent now, null when it can. */
  void blocked(Trouble trouble) {
    progress.target(stopped != null ? stopped : trouble);
  }

  /**
   * Nothing is sent any more, for good. What is in flight is still answered; what is fetched stays
   * in memory, so that no more is fetched.
   */
  void stop(Trouble why) {
    stopped = why;
    blocked(why);
  }

  /**
   * Lets go of the partition: nothing new is sent.
   *
   * @param result completed once everything that was sent is settled
   * @param deadlineMs when to give up, monotonic
   */
  void release(CompletableFuture<Copied> result, long deadlineMs) {
    release = new Release(result, deadlineMs);
    finishRelease();
    report();
  }

  private void finishRelease() {
    if (release == null || settling || deciding || stopped != null) {
      return;
    }
    // What was never sent needs no settling.
    pending.discardUnsent();
    if (pending.isEmpty()) {
      release.settled(progress.copied());
    }
  }

  /** Whether it is gone, or has waited for too long and goes now. */
  boolean isGone(long nowMs) {
    if (release != null && release.isGivenUp(progress, stopped, nowMs)) {
      pending.discardAll();
    }
    return release != null && release.isDone();
  }

  private void report() {
    OutgoingBatch oldest = pending.first();
    progress.oldestPending(oldest == null ? -1 : oldest.timestamp());
  }
}
