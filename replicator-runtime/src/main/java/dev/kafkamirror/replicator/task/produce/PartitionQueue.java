package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.Backoff;
import dev.kafkamirror.replicator.task.PartitionProgress;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one partition on their way to the target, in order. Several may be in flight to
 * one leader. After a failure nothing more is sent until all of them are answered. Then the end of
 * the target's log tells which of them have arrived, as nobody else writes to a remote partition
 * (design D7), and the others go again in order.
 *
 * <p>Sequences alone would not do: a broker measures the age of what it remembers of a producer by
 * the timestamps of the records (ProducerStateManager), so that it forgets whoever copies records
 * older than producer.id.expiration.ms when it starts again, and then takes any sequence.
 *
 * <p>Nor would the end alone: a broker may still hold a request of a connection that broke, and
 * append its batch after it told the end. So a batch that was sent stays in doubt until a leader
 * acknowledges it. It goes again with the same producer id, epoch and sequence, and whichever of
 * the two comes second is refused as a repeat, or answered as one. Only where a leader refuses the
 * sequence itself is the next epoch taken ({@link SentBatches}). A release waits for the same
 * acknowledgement; without it the successor must fence this task. Belongs to the producing loop.
 */
final class PartitionQueue {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionQueue.class);
  private static final Backoff BACKOFF = new Backoff(50, 5_000);

  private final PartitionProgress progress;
  private final Refusals refusals;
  private final Consumer<PartitionQueue> onChange;
  private final Consumer<PartitionProgress> fetchAgain;
  private final RandomGenerator random;

  /** Never sent, or to be sent again. */
  private final WaitingBatches waiting;

  private final SentBatches sent = new SentBatches();

  /** Where the target's log ends when everything acknowledged is all there is; -1 unknown. */
  private long expectedEnd;

  private boolean endWanted = true;
  private boolean askingForEnd;
  private boolean settling;
  private boolean deciding;
  private boolean refused;

  /** Whether what is delivered is still of before it was asked for again. */
  private boolean fetchingAgain;

  /** Source offset from which on a damaged batch was fetched again, -1 none. */
  private long damagedAt = -1;

  /** Where the target's log was found to end too early, -1 nowhere. */
  private long truncatedAt = -1;

  private Trouble stopped;
  private int failures;
  private long retryAtMs;

  /** Null as long as the partition stays. */
  private Release release;

  /**
   * @param onChange called when there is something to send that took its time
   * @param fetchAgain called when everything behind the partition's position is wanted again
   */
  PartitionQueue(
      PartitionProgress progress,
      BatchMerger merger,
      Refusals refusals,
      Consumer<PartitionQueue> onChange,
      Consumer<PartitionProgress> fetchAgain,
      RandomGenerator random) {
    this.progress = progress;
    this.refusals = refusals;
    this.onChange = onChange;
    this.fetchAgain = fetchAgain;
    this.random = random;
    this.expectedEnd = progress.order().copied().position().targetOffset();
    this.waiting =
        new WaitingBatches(
            merger,
            (_, growth) -> {
              progress.hold(growth);
              onChange.accept(this);
            });
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
      batches.forEach(this::discard);
      return;
    }
    batches.forEach(this::addFitting);
    OutgoingBatch last = waiting.isEmpty() ? sent.last() : waiting.getLast();
    if (last == null) {
      Position now = progress.position();
      progress.position(new Position(nextOffset, now.targetOffset(), leaderEpoch));
    } else {
      last.extendTo(nextOffset);
    }
    report();
  }

  private void addFitting(OutgoingBatch batch) {
    List<OutgoingBatch> parts = refusals.fitting(batch, waiting.atMost());
    progress.hold(parts.stream().mapToInt(OutgoingBatch::size).sum() - batch.size());
    parts.forEach(waiting::add);
  }

  /** Whether it has something to send, now or later. */
  boolean hasBacklog() {
    return !waiting.isEmpty() && !settling && !deciding && stopped == null;
  }

  /** How long it must rest, ms; 0 when it need not. */
  long restMs(long nowMs) {
    return failures == 0 ? 0 : Math.max(0, retryAtMs - nowMs);
  }

  /** Whether the end of the target's log must be known before anything is sent. */
  boolean needsEnd() {
    return endWanted && !askingForEnd;
  }

  void askedForEnd() {
    askingForEnd = true;
  }

  /**
   * Where the target's log ends, {@link #needsEnd() asked} while nothing was in flight. Where it
   * ends too early, it is needed once more, with newer metadata: the topic may be another one.
   */
  void endFound(long end, long nowMs) {
    askingForEnd = false;
    if (end < expectedEnd && truncatedAt != end) {
      truncatedAt = end;
      retry(TargetTruncation.trouble(target(), end, expectedEnd), nowMs);
      return;
    }
    endWanted = false;
    failures = 0;
    trouble(null);
    if (end < expectedEnd) {
      truncated(end);
    } else if (expectedEnd >= 0) {
      takeAsAppended(end);
    }
    truncatedAt = -1;
    expectedEnd = end;
    settle(nowMs);
    report();
  }

  /** The target lost what it had acknowledged: that is copied again, and said. */
  private void truncated(long end) {
    Trouble trouble = TargetTruncation.trouble(target(), end, expectedEnd);
    Optional<TargetTruncation> found = TargetTruncation.of(progress.copied(), end);
    if (found.isEmpty()) {
      refuse(trouble);
      return;
    }
    progress.left(found.get().left());
    if (found.get().fromOffset() < found.get().toOffset()) {
      progress.lost(found.get().fromOffset(), found.get().toOffset(), Reason.TargetTruncated);
    }
    sent.loseIdentity();
    startOver(trouble);
  }

  /** Gives up everything that was fetched, to have it again. */
  private void startOver(Trouble trouble) {
    discardAll();
    trouble(trouble);
    if (release == null) {
      fetchingAgain = true;
      fetchAgain.accept(progress);
    }
  }

  /** What comes from now on was fetched again. */
  void startAgain() {
    fetchingAgain = false;
    trouble(null);
  }

  /** Whether this topic is the one that the position is of. */
  boolean isFor(Uuid remoteTopicId) {
    Uuid known = progress.order().remoteTopicId();
    boolean same =
        known.equals(Uuid.ZERO_UUID)
            || remoteTopicId.equals(Uuid.ZERO_UUID)
            || known.equals(remoteTopicId);
    if (!same) {
      blocked(
          new Trouble(
              "RemoteTopicRecreated",
              "%s is of a topic that was created again (topic id %s, was %s); it is started again"
                  .formatted(target(), remoteTopicId, known)));
      if (release != null && !sent.isInFlight()) {
        // The topic that it waits for is gone.
        settling = false;
        discardAll();
        finishRelease();
      }
    }
    return same;
  }

  private void takeAsAppended(long end) {
    while (!waiting.isEmpty()
        && waiting.getFirst().isInDoubt()
        && expectedEnd + waiting.getFirst().count() <= end) {
      appended(waiting.removeFirst(), expectedEnd);
    }
    warnOfForeign(end);
  }

  /** Nobody else should write to a remote partition, but records that somebody did stay there. */
  private void warnOfForeign(long end) {
    if (expectedEnd < end) {
      LOG.atWarn()
          .addKeyValue("partition", target())
          .addKeyValue("expectedEnd", expectedEnd)
          .addKeyValue("end", end)
          .log("The remote partition holds records that this flow has not written");
    }
  }

  /** The end of the target's log is not known now. */
  void endNotFound(ApiException error, long nowMs) {
    askingForEnd = false;
    retry(Trouble.atTarget(target(), error), nowMs);
  }

  /** Whether it has no producer id yet, or needs another. */
  boolean needsIdentity() {
    return sent.needsIdentity();
  }

  /** Sequences start again at 0. Only when {@link #needsIdentity()}. */
  void identity(ProducerIdentity newOne) {
    sent.identity(newOne);
  }

  /** The batch that can be sent to this broker now; empty when none can. */
  Optional<OutgoingBatch> next(int leader) {
    return hasBacklog() && !endWanted && sent.canFollow(leader)
        ? waiting.ready()
        : Optional.empty();
  }

  /** Moves the next batch on its way to a broker. */
  OutgoingBatch send(int leader) {
    OutgoingBatch batch = waiting.removeFirst();
    sent.send(batch, leader);
    return batch;
  }

  /**
   * The target has the batch.
   *
   * @param baseOffset its first offset there, -1 when not known
   */
  void acknowledged(OutgoingBatch batch, long baseOffset, long nowMs) {
    sent.answered(batch);
    sent.accepted();
    if (sent.contains(batch) && isAfterGap(batch, baseOffset)) {
      refused = true;
      settling = true;
      progress.fail(
          new Trouble(
              "OutOfOrder",
              "%s accepted a batch at offset %d at the target without those before it (source offsets from %d on). Delete the remote topic's records from that offset on, then let the partition start again from that source offset"
                  .formatted(target(), baseOffset, progress.position().sourceOffset())));
    } else if (sent.contains(batch)) {
      while (sent.first() != batch) {
        // Its sequence was accepted, so those before it are there as well.
        appended(sent.removeFirst(), -1);
      }
      warnOfForeign(baseOffset);
      appended(sent.removeFirst(), baseOffset);
      failures = 0;
      trouble(null);
    }
    settle(nowMs);
    report();
  }

  /** Only a leader that had forgotten the producer in that very moment does such a thing. */
  private boolean isAfterGap(OutgoingBatch batch, long baseOffset) {
    return baseOffset >= 0 && baseOffset < expectedEnd + sent.countBefore(batch);
  }

  private void appended(OutgoingBatch batch, long baseOffset) {
    expectedEnd = (baseOffset < 0 ? expectedEnd : baseOffset) + batch.count();
    progress.acknowledged(
        new Position(batch.nextOffset(), expectedEnd, batch.leaderEpoch()),
        batch.runs(),
        batch.count(),
        batch.size());
    discard(batch);
  }

  /** The batch was refused, or what became of it is not known. */
  void failed(OutgoingBatch batch, ApiException error, List<Integer> records, long nowMs) {
    sent.answered(batch);
    batch.failed(error, records, Trouble.mayBeAppended(error));
    settling |= sent.contains(batch);
    settle(nowMs);
    report();
  }

  private void settle(long nowMs) {
    if (!settling || sent.isInFlight()) {
      finishRelease();
      return;
    }
    settling = false;
    if (refused) {
      discardAll();
    } else if (!sent.isEmpty()) {
      // What follows the first was refused because of it.
      ApiException cause = sent.first().error();
      sent.takeAll().reversed().forEach(waiting::addFirst);
      Trouble trouble = Trouble.atTarget(target(), cause);
      if (RefusedBatch.isForItsRecords(cause)) {
        takeApart(waiting.getFirst());
      } else if (cause instanceof CorruptRecordException) {
        damaged(waiting.getFirst());
      } else if (Trouble.isFinal(cause)) {
        refuse(trouble);
      } else {
        sent.unknown();
        endWanted =
            Trouble.isSequence(cause) || waiting.all().stream().anyMatch(OutgoingBatch::isInDoubt);
        if (Trouble.isSequence(cause)) {
          sent.loseIdentity();
        }
        retry(trouble, nowMs);
      }
    }
    finishRelease();
  }

  /**
   * The target received other bytes than the source's writer wrote: they may have changed on the
   * way, so they are fetched once more. A batch that may have arrived earlier is not: only the very
   * same one is known to be refused as its repeat.
   */
  private void damaged(OutgoingBatch batch) {
    long from = progress.position().sourceOffset();
    String what =
        "The target refuses the batch with the source offsets %d to %d of %s as damaged: %s"
            .formatted(
                batch.runs().getFirst().sourceOffset(),
                batch.runs().getLast().nextOffset() - 1,
                progress.order().source(),
                batch.error().getMessage());
    String reason = Trouble.reason(batch.error());
    if (damagedAt == from || batch.isInDoubt()) {
      refuse(
          new Trouble(
              reason,
              what
                  + ". Nothing of it is written. Its bytes change between the source and the"
                  + " target: check the memory of this pod's node, the network and the target's"
                  + " leader, then restart the pod"));
      return;
    }
    damagedAt = from;
    if (waiting.all().stream().anyMatch(OutgoingBatch::isInDoubt)) {
      sent.loseIdentity();
    } else {
      sent.goOnAt(batch.sequence());
    }
    sent.unknown();
    startOver(new Trouble(reason, what + ". It is fetched again"));
  }

  private void takeApart(OutgoingBatch batch) {
    if (RefusedBatch.isTooLarge(batch.error())) {
      waiting.atMost(batch.size() - 1);
    }
    deciding = true;
    refusals.handle(
        batch,
        progress,
        apart -> {
          deciding = false;
          sendInstead(batch, apart);
          finishRelease();
          report();
          onChange.accept(this);
        },
        trouble -> {
          deciding = false;
          refuse(trouble);
          finishRelease();
          report();
        });
  }

  /** Nothing after the refused batch was accepted, as its sequence is missing. */
  private void sendInstead(OutgoingBatch refusedBatch, RefusedBatch apart) {
    if (waiting.isEmpty() || waiting.getFirst() != refusedBatch) {
      apart.rest().forEach(OutgoingBatch::discard);
      return;
    }
    discard(waiting.removeFirst());
    int sequence = refusedBatch.sequence();
    for (OutgoingBatch part : apart.rest()) {
      part.assign(refusedBatch.identity(), sequence);
      sequence = ProducerFields.nextSequence(sequence, part.count());
      progress.hold(part.size());
    }
    apart.rest().reversed().forEach(waiting::addFirst);
    if (!apart.errors().isEmpty()) {
      closeGap(sequence);
    }
    if (apart.rest().isEmpty()) {
      Position now = progress.position();
      progress.position(
          new Position(refusedBatch.nextOffset(), now.targetOffset(), refusedBatch.leaderEpoch()));
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

  private void refuse(Trouble trouble) {
    refused = true;
    progress.fail(trouble);
    discardAll();
  }

  private void discardAll() {
    sent.takeAll().forEach(this::discard);
    waiting.all().forEach(this::discard);
    waiting.clear();
  }

  private void retry(Trouble trouble, long nowMs) {
    failures++;
    retryAtMs = nowMs + BACKOFF.pauseMs(failures, random);
    trouble(trouble);
  }

  /** Why it cannot be sent at all now. */
  void blocked(Trouble trouble) {
    trouble(trouble);
  }

  /**
   * Nothing is sent any more, for good. What is in flight is still answered; what is fetched stays
   * in memory, so that no more is fetched.
   */
  void stop(Trouble why) {
    stopped = why;
    trouble(why);
  }

  private void trouble(Trouble now) {
    progress.target(stopped != null ? stopped : now);
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
    // What was never sent needs no settling; in doubt are only the first ones.
    while (!waiting.isEmpty() && !waiting.getLast().isInDoubt()) {
      discard(waiting.removeLast());
    }
    if (waiting.isEmpty() && sent.isEmpty()) {
      release.settled(progress.copied());
    }
  }

  /** Whether it is gone, or has waited for too long and goes now. */
  boolean isGone(long nowMs) {
    if (release != null && release.isGivenUp(progress, stopped, nowMs)) {
      discardAll();
    }
    return release != null && release.isDone();
  }

  private void discard(OutgoingBatch batch) {
    batch.discard();
    progress.hold(-batch.size());
  }

  private void report() {
    OutgoingBatch oldest = sent.isEmpty() && !waiting.isEmpty() ? waiting.getFirst() : sent.first();
    progress.oldestPending(oldest == null ? -1 : oldest.timestamp());
  }
}
