package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Where one partition is to be fetched, and what it waits for. Belongs to the fetching loop. */
final class SourcePartition {
  private static final Backoff BACKOFF = new Backoff(100, 5_000);
  private static final long UNKNOWN = -1;

  /** Elections are shorter than this, ms. */
  private static final long PATIENCE_WITHOUT_LEADER_MS = 3_000;

  private final PartitionProgress progress;
  private final RandomGenerator random;
  private long offset;
  private int leaderEpoch;
  private Uuid topicId = Uuid.ZERO_UUID;
  private boolean copied;
  private boolean asking;
  private boolean outOfRange;
  private long logStart = UNKNOWN;
  private int failures;
  private long retryAtMs;
  private long leaderlessSinceMs = UNKNOWN;

  SourcePartition(PartitionProgress progress, RandomGenerator random) {
    this.progress = progress;
    this.random = random;
    this.offset = Math.max(progress.order().startOffset(), UNKNOWN);
    this.leaderEpoch = progress.order().copied().position().leaderEpoch();
  }

  TopicPartition source() {
    return progress.order().source();
  }

  PartitionProgress progress() {
    return progress;
  }

  long offset() {
    return offset;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  /** Whether a request about it is on its way. */
  boolean isAsking() {
    return asking;
  }

  void asked() {
    asking = true;
  }

  void answered() {
    asking = false;
  }

  /** How long it must rest, ms; 0 when it need not. */
  long restMs(long nowMs) {
    return failures == 0 ? 0 : Math.max(0, retryAtMs - nowMs);
  }

  /** Whether an offset must be known before it can be fetched. */
  OptionalLong offsetToAskFor() {
    if (offset < 0 || (outOfRange && logStart == UNKNOWN)) {
      return OptionalLong.of(SourceConnection.EARLIEST);
    }
    return outOfRange ? OptionalLong.of(SourceConnection.LATEST) : OptionalLong.empty();
  }

  /** Takes the answer to {@link #offsetToAskFor()}. */
  void offsetFound(long which, long found, long nowMs) {
    if (offset < 0) {
      offset = found;
      progress.position(startAt(found));
      recovered();
    } else if (which == SourceConnection.EARLIEST) {
      logStart = found;
      if (offset < found) {
        lostToRetention(found);
      }
    } else if (offset > found) {
      progress.fail(
          new Trouble(
              "OffsetOutOfRange",
              "%s ends at offset %d, before the position %d: records that were copied are gone from the source, or the topic was created again. Decide whether the remote topic is still right, then let it start again"
                  .formatted(source(), found, offset)));
    } else {
      // The range fits after all: what the leader said has passed.
      outOfRange = false;
      logStart = UNKNOWN;
      retry(new Trouble("OffsetOutOfRange", source() + " was refused at " + offset), nowMs);
    }
  }

  private Position startAt(long first) {
    return new Position(first, progress.order().copied().position().targetOffset(), -1);
  }

  private void lostToRetention(long start) {
    if (!copied && progress.order().startOffset() == CopyOrder.EARLIEST) {
      // Nothing is missing between what was copied and what comes: it just starts later.
      outOfRange = false;
      logStart = UNKNOWN;
      offset = start;
      progress.position(startAt(start));
    } else {
      progress.fail(
          new Trouble(
              "OffsetOutOfRange",
              "The source has deleted the offsets %d to %d of %s before they were copied (retention). Let it start again at the earliest offset to go on without them"
                  .formatted(offset, start - 1, source())));
    }
  }

  /** The leader has nothing at our position. */
  void outOfRange() {
    outOfRange = true;
    logStart = UNKNOWN;
  }

  /**
   * Whether the topic is still the one that was copied first; if not, the partition fails.
   *
   * @param leader as the brokers name it now
   */
  boolean isSameTopic(Leader leader) {
    if (topicId.equals(Uuid.ZERO_UUID)) {
      topicId = leader.topicId();
    }
    if (topicId.equals(leader.topicId()) || leader.topicId().equals(Uuid.ZERO_UUID)) {
      return true;
    }
    progress.fail(
        new Trouble(
            "SourceTopicRecreated",
            "Topic %s was deleted and created again at the source (topic id %s, was %s)"
                .formatted(source().topic(), leader.topicId(), topicId)));
    return false;
  }

  /** The source's log parts from what was copied. */
  void truncated(long at) {
    progress.fail(
        new Trouble(
            "SourceTruncated",
            "The source lost %s from offset %d on in an unclean leader election; the target holds records up to %d that the source does not have"
                .formatted(source(), at, offset)));
  }

  /** Records up to here are on their way. */
  void advance(long nextOffset, int epoch) {
    copied |= nextOffset > offset;
    offset = nextOffset;
    leaderEpoch = epoch;
    recovered();
  }

  /** The leader answers and has no complaint. */
  void recovered() {
    failures = 0;
    progress.source(null);
  }

  void hasLeader() {
    leaderlessSinceMs = UNKNOWN;
  }

  /** Nobody leads it, as far as the brokers told. */
  void withoutLeader(long nowMs) {
    if (leaderlessSinceMs == UNKNOWN) {
      leaderlessSinceMs = nowMs;
    } else if (nowMs - leaderlessSinceMs > PATIENCE_WITHOUT_LEADER_MS) {
      progress.source(
          new Trouble("LeaderNotAvailable", source() + " has no leader at the source now"));
    }
  }

  /** Something passing is wrong. */
  void retry(Trouble trouble, long nowMs) {
    failures++;
    retryAtMs = nowMs + BACKOFF.pauseMs(failures, random);
    progress.source(trouble);
  }
}
