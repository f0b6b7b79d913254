package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The batches of one partition that are to be sent, in order. Small ones that wait together become
 * one: a run of them is kept open for what comes as long as others go first, and is put together
 * when it is full, when a batch comes that does not fit, or when it is its turn. A batch that was
 * sent once stays as it is: it may have to be repeated byte by byte.
 */
final class WaitingBatches {
  private final BatchMerger merger;

  /** Called with a merged batch and the change of its size when it can be sent. */
  private final BatchMerger.Done done;

  private final Deque<OutgoingBatch> closed = new ArrayDeque<>();
  private final List<OutgoingBatch> open = new ArrayList<>();
  private int openBytes;
  private int atMost = Integer.MAX_VALUE;

  WaitingBatches(BatchMerger merger, BatchMerger.Done done) {
    this.merger = merger;
    this.done = done;
  }

  /** The target refuses what is larger. */
  void atMost(int bytes) {
    atMost = Math.min(atMost, bytes);
  }

  int atMost() {
    return atMost;
  }

  boolean isEmpty() {
    return closed.isEmpty() && open.isEmpty();
  }

  /** Puts a batch that was never sent at the end. */
  void add(OutgoingBatch batch) {
    if (!merger.isSmall(batch)) {
      close();
      closed.addLast(batch);
      return;
    }
    if (!open.isEmpty()
        && (openBytes + batch.size() > atMost || !merger.fits(open.getFirst(), openBytes, batch))) {
      close();
    }
    open.add(batch);
    openBytes += batch.size();
  }

  /** Puts a batch that is to be sent again at the beginning. */
  void addFirst(OutgoingBatch batch) {
    closed.addFirst(batch);
  }

  /** The batch that goes next; empty when there is none or it is still being put together. */
  Optional<OutgoingBatch> ready() {
    if (closed.isEmpty()) {
      close();
    }
    return Optional.ofNullable(closed.peekFirst()).filter(OutgoingBatch::isReady);
  }

  private void close() {
    if (open.size() > 1) {
      OutgoingBatch merged = OutgoingBatch.of(List.copyOf(open));
      closed.addLast(merged);
      merger.merge(merged, this::done);
    } else {
      closed.addAll(open);
    }
    open.clear();
    openBytes = 0;
  }

  private void done(OutgoingBatch merged, int growth) {
    if (!merged.isReady() && closed.contains(merged)) {
      takeApart(merged);
    }
    done.merged(merged, growth);
  }

  /**
   * They cannot be put together: one of them is damaged, and when it is sent it will show which.
   */
  private void takeApart(OutgoingBatch merged) {
    List<OutgoingBatch> all = List.copyOf(closed);
    closed.clear();
    for (OutgoingBatch batch : all) {
      if (batch == merged) {
        merged.parts().getLast().extendTo(merged.nextOffset());
        closed.addAll(merged.parts());
      } else {
        closed.addLast(batch);
      }
    }
  }

  OutgoingBatch getFirst() {
    return closed.isEmpty() ? open.getFirst() : closed.getFirst();
  }

  OutgoingBatch getLast() {
    return open.isEmpty() ? closed.getLast() : open.getLast();
  }

  OutgoingBatch removeFirst() {
    if (closed.isEmpty()) {
      close();
    }
    return closed.removeFirst();
  }

  OutgoingBatch removeLast() {
    if (open.isEmpty()) {
      return closed.removeLast();
    }
    OutgoingBatch last = open.removeLast();
    openBytes -= last.size();
    return last;
  }

  /** All of them, in order. */
  List<OutgoingBatch> all() {
    List<OutgoingBatch> all = new ArrayList<>(closed);
    all.addAll(open);
    return all;
  }

  void clear() {
    closed.clear();
    open.clear();
    openBytes = 0;
  }
}
