package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.measure.PartitionMeter;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both loops of a task know of one partition. Any thread may read it. */
public final class PartitionProgress {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionProgress.class);

  private final CopyOrder order;
  private final LongSupplier wallClock;

  /** What was copied before this task began, or before the target lost some of it. */
  private Copied before;

  /** Null until the first offset is known. */
  private Copied copied;

  private long sourceEnd = -1;
  private int fetchedFrom = -1;
  private long oldestPending = -1;
  private long held;
  private long records;
  private long bytes;
  private Phase lastPhase;
  private long sinceMs;
  private final KeepingUp keepingUp = new KeepingUp();
  private final PartitionMeter meter;
  private Trouble failure;
  private Trouble source;
  private Trouble target;

  /**
   * @param wallClock ms
   */
  public PartitionProgress(CopyOrder order, LongSupplier wallClock) {
    this.order = order;
    this.wallClock = wallClock;
    this.meter = new PartitionMeter(wallClock);
    this.before = order.copied();
    this.copied = order.startOffset() >= 0 ? order.copied() : null;
  }

  public CopyOrder order() {
    return order;
  }

  /** What the loops measure of it. */
  public PartitionMeter meter() {
    return meter;
  }

  /** Null until the first offset is known. */
  public synchronized Copied copied() {
    return copied;
  }

  /** Null until the first offset is known. */
  public synchronized Position position() {
    return copied == null ? null : copied.position();
  }

  /** Further at the source, without any record. */
  public synchronized void position(Position now) {
    copied = (copied == null ? before : copied).at(now);
  }

  /** The first source offset is known. */
  public synchronized void startAt(long first) {
    position(new Position(first, before.position().targetOffset(), -1));
  }

  /** Whether it started, or starts, at the first record that the source has. */
  public synchronized boolean startsAtTheBeginning() {
    return before.position().sourceOffset() == CopyOrder.EARLIEST;
  }

  /** The target has lost records; what it still has is what is copied. */
  public synchronized void truncated(TargetTruncation loss) {
    before = loss.left();
    copied = startsAtTheBeginning() ? null : before;
    if (loss.fromOffset() < loss.toOffset()) {
      lost(loss.fromOffset(), loss.toOffset(), DataLoss.Reason.TargetTruncated);
    }
  }

  /** A broker that it is fetched from told where its log ends. */
  public synchronized void sourceEnd(long offset, int broker) {
    sourceEnd = offset;
    fetchedFrom = broker;
  }

  /** Its leader told where its log ends, without a fetch. */
  public synchronized void sourceEnd(long offset) {
    sourceEnd = offset;
  }

  public synchronized boolean knowsSourceEnd() {
    return sourceEnd >= 0;
  }

  /** Timestamp of the oldest batch in memory, -1 when there is none. */
  public synchronized void oldestPending(long timestamp) {
    oldestPending = timestamp;
  }

  /**
   * The target has a batch.
   *
   * @param now position after it
   * @param runs source offsets of its records
   */
  public synchronized void acknowledged(Position now, List<OffsetRun> runs, int count, int size) {
    copied = copied.and(runs, now, count);
    records += count;
    bytes += size;
  }

  /** Bytes of this partition that the task holds in memory. */
  public synchronized long held() {
    return held;
  }

  public synchronized void hold(long change) {
    held += change;
  }

  /** What keeps it from being fetched, null when nothing does. */
  public synchronized void source(Trouble trouble) {
    source = trouble;
  }

  /** What keeps it from being produced, null when nothing does. */
  public synchronized void target(Trouble trouble) {
    target = trouble;
  }

  /** It is over; the first failure is the one that tells. */
  public synchronized void fail(Trouble trouble) {
    if (failure == null) {
      failure = trouble;
    }
  }

  /** What it failed of is put up with now. */
  public synchronized void recover(Trouble of) {
    if (of.equals(failure)) {
      failure = null;
    }
  }

  /** These source offsets were left out, or the source no longer has them. */
  public synchronized void lost(long fromOffset, long toOffset, DataLoss.Reason reason) {
    DataLoss loss = DataLoss.of(fromOffset, toOffset, reason, wallClock);
    if (copied == null) {
      before = before.without(loss);
    } else {
      copied = copied.without(loss);
    }
    LOG.atWarn()
        .addKeyValue("partition", order.source())
        .addKeyValue("fromOffset", fromOffset)
        .addKeyValue("toOffset", toOffset - 1)
        .addKeyValue("reason", reason)
        .log("Not the same on the target as at the source");
  }

  /** All from one target offset to before another was written by somebody else. */
  public synchronized void foreign(long fromOffset, long toOffset) {
    ForeignRecords known = (copied == null ? before : copied).foreign();
    ForeignRecords all =
        known.and(toOffset - fromOffset, fromOffset, toOffset, wallClock.getAsLong());
    if (!all.equals(known)) {
      if (copied == null) {
        before = before.with(all);
      } else {
        copied = copied.with(all);
      }
      LOG.atWarn()
          .addKeyValue("partition", order.target())
          .addKeyValue("fromOffset", fromOffset)
          .addKeyValue("toOffset", toOffset - 1)
          .log("The remote partition holds records that this flow has not written");
    }
  }

  public synchronized boolean isFailed() {
    return failure != null;
  }

  public synchronized PartitionState state(boolean paused) {
    Phase phase = phase(paused);
    if (phase != lastPhase) {
      lastPhase = phase;
      sinceMs = wallClock.getAsLong();
    }
    Trouble trouble = failure != null ? failure : target != null ? target : source;
    return new PartitionState(
        phase,
        sinceMs,
        copied,
        sourceEnd,
        fetchedFrom,
        oldestPending,
        records,
        bytes,
        (copied == null ? before : copied).losses(),
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
    if (copied == null) {
      return Phase.Starting;
    }
    long copiedTo = copied.position().sourceOffset();
    return keepingUp.isBehind(copiedTo, sourceEnd, wallClock.getAsLong())
        ? Phase.CatchingUp
        : Phase.Running;
  }
}
