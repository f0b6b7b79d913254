package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was sent of a partition and is not known to be appended, in the order of its sequences, and
 * whose sequences these are. Several batches may be in flight to one leader.
 *
 * <p>A leader that refuses a sequence gets the next epoch. It refuses a batch that is late for the
 * same reason (it has another sequence in mind or, with transactions of version 2, takes none but 0
 * from whom it has forgotten), and from the first batch of the new epoch on because of its old
 * epoch. Fencing our own old epoch with a marker, as successors do, was not chosen: the marker
 * itself moves the log's end, so that the end would no longer tell what arrived, and one partition
 * without a leader would hold up the new epoch for all.
 */
final class SentBatches {
  private final Deque<OutgoingBatch> batches = new ArrayDeque<>();
  private ProducerIdentity identity;
  private int nextSequence;

  /** Whether the leader has accepted a batch of this identity. */
  private boolean known;

  private int inFlight;
  private int broker;

  /** Whether there is no producer id yet, or another must come. */
  boolean needsIdentity() {
    return identity == null;
  }

  /** Sequences start again at 0. */
  void identity(ProducerIdentity newOne) {
    identity = newOne;
    nextSequence = 0;
    known = false;
  }

  /** The leader does not accept the sequences any more. */
  void loseIdentity() {
    identity = null;
  }

  /** The leader may not know the producer: batches go one by one until it has accepted one. */
  void unknown() {
    known = false;
  }

  /** What follows has this sequence, as records before it were left out. */
  void goOnAt(int sequence) {
    nextSequence = sequence;
  }

  /** Whether a batch more can be sent to this leader. */
  boolean canFollow(int leader) {
    // Batches on two connections could overtake each other. And a leader that does not know the
    // producer would accept the second batch when it has refused the first.
    return identity != null && (inFlight == 0 || (leader == broker && known));
  }

  /** The batch is on its way to a leader. */
  void send(OutgoingBatch batch, int leader) {
    if (!identity.equals(batch.identity())) {
      batch.assign(identity, nextSequence);
      nextSequence = ProducerFields.nextSequence(nextSequence, batch.count());
    }
    batches.addLast(batch);
    batch.sent();
    inFlight++;
    broker = leader;
  }

  /** The leader has said something about the batch. */
  void answered(OutgoingBatch batch) {
    batch.answered();
    inFlight--;
  }

  /** It has accepted it. */
  void accepted() {
    known = true;
  }

  boolean isInFlight() {
    return inFlight > 0;
  }

  boolean contains(OutgoingBatch batch) {
    return batches.contains(batch);
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /** Null when there is none. */
  OutgoingBatch first() {
    return batches.peekFirst();
  }

  /** Null when there is none. */
  OutgoingBatch last() {
    return batches.peekLast();
  }

  OutgoingBatch removeFirst() {
    return batches.removeFirst();
  }

  /** How many records come before those of the batch. */
  int countBefore(OutgoingBatch batch) {
    int count = 0;
    for (OutgoingBatch before : batches) {
      if (before == batch) {
        break;
      }
      count += before.count();
    }
    return count;
  }

  /** Takes all of them, in their order. */
  List<OutgoingBatch> takeAll() {
    List<OutgoingBatch> all = new ArrayList<>(batches);
    batches.clear();
    return all;
  }
}
