package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionState.Phase;

/** What both loops of a task know of one partition. Any thread may read it. */
final class PartitionProgress {
  private final CopyOrder order;
  private Position position;
  private long sourceEnd = -1;
  private long oldestPending = -1;
  private long held;
  private long records;
  private long bytes;
  private Trouble failure;
  private Trouble source;
  private Trouble target;

  PartitionProgress(CopyOrder order) {
    this.order = order;
  }

  CopyOrder order() {
    return order;
  }

  synchronized Position position() {
    return position;
  }

  synchronized void position(Position now) {
    position = now;
  }

  synchronized void sourceEnd(long offset) {
    sourceEnd = offset;
  }

  /** Timestamp of the oldest batch in memory, -1 when there is none. */
  synchronized void oldestPending(long timestamp) {
    oldestPending = timestamp;
  }

  synchronized void acknowledged(Position now, int count, int size) {
    position = now;
    records += count;
    bytes += size;
  }

  /** Bytes of this partition that the task holds in memory. */
  synchronized long held() {
    return held;
  }

  synchronized void hold(long change) {
    held += change;
  }

  /** What keeps it from being fetched, null when nothing does. */
  synchronized void source(Trouble trouble) {
    source = trouble;
  }

  /** What keeps it from being produced, null when nothing does. */
  synchronized void target(Trouble trouble) {
    target = trouble;
  }

  /** It is over; the first failure is the one that tells. */
  synchronized void fail(Trouble trouble) {
    if (failure == null) {
      failure = trouble;
    }
  }

  synchronized boolean isFailed() {
    return failure != null;
  }

  synchronized PartitionState state(boolean paused) {
    Trouble trouble = failure != null ? failure : target != null ? target : source;
    return new PartitionState(
        phase(paused),
        position,
        sourceEnd,
        oldestPending,
        records,
        bytes,
        trouble == null ? null : trouble.reason(),
        trouble == null ? null : trouble.message());
  }

  private Phase phase(boolean paused) {
    if (failure != null) {
      return Phase.Failed;
    }
    if (source != null || target != null) {
      return Phase.Retrying;
    }
    if (paused) {
      return Phase.Paused;
    }
    return position == null ? Phase.Starting : Phase.Running;
  }
}
