package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.SourceRange;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.Backoff;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Retries;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;

/** Where one partition is to be fetched, and what it waits for. Belongs to the fetching loop. */
final class SourcePartition {
  private static final Backoff BACKOFF = new Backoff(100, 5_000);
  private static final long UNKNOWN = -1;
  private static final int NONE = -1;

  /** Then the leader is asked again which replica is the nearest. */
  private static final long REPLICA_FOR_MS = 300_000;

  /** Elections are shorter than this, ms. */
  private static final long PATIENCE_WITHOUT_LEADER_MS = 3_000;

  private static final String ADVICE =
      "Set topics.onDataLoss: Continue to go on with what the source has, or delete the remote"
          + " topic to have it mirrored again from its beginning";

  private final PartitionProgress progress;
  private final Retries retries;
  private CopyPolicy policy;
  private long offset;
  private int leaderEpoch;
  private Uuid topicId;
  private boolean copied;
  private boolean asking;
  private boolean learning;
  private boolean outOfRange;
  private long logStart = UNKNOWN;

  /** What the source lost and the policy does not put up with, null when there is nothing. */
  private SourceRange lost;

  private boolean recreated;
  private Trouble failure;
  private boolean skips;
  private int priority;
  private int replica = NONE;
  private long replicaUntilMs;
  private long leaderlessSinceMs = UNKNOWN;
  private long heardMs = Long.MIN_VALUE / 2;

  SourcePartition(PartitionProgress progress, CopyPolicy policy, RandomGenerator random) {
    this.progress = progress;
    this.policy = policy;
    this.priority = policy.topic(progress.order().source().topic()).priority();
    this.retries = new Retries(BACKOFF, random);
    Position position = progress.position();
    this.offset = position == null ? UNKNOWN : position.sourceOffset();
    this.leaderEpoch = position == null ? NONE : position.leaderEpoch();
    this.topicId = progress.order().sourceTopicId();
  }

  TopicPartition source() {
    return progress.order().source();
  }

  PartitionProgress progress() {
    return progress;
  }

  /** Another policy; it may put up with what this partition failed of. */
  void policy(CopyPolicy now) {
    if (!now.rack().equals(policy.rack())) {
      leaveReplica();
    }
    policy = now;
    priority = policy.topic(source().topic()).priority();
    if (lost != null && policy.continuesAfterLoss()) {
      progress.recover(failure);
      goOnAfter(lost);
    }
    if (recreated && policy.onSourceRecreate() != OnSourceRecreate.Fail) {
      recreated = false;
      progress.recover(failure);
    }
  }

  int priority() {
    return priority;
  }

  /** The leader names a replica that is nearer. */
  private void prefer(int brokerId, long nowMs) {
    replica = brokerId;
    replicaUntilMs = nowMs + REPLICA_FOR_MS;
  }

  /** The leader is to be asked again. */
  void leaveReplica() {
    replica = NONE;
  }

  /** Broker to fetch from instead of the leader. */
  OptionalInt replica(long nowMs) {
    return replica == NONE || nowMs >= replicaUntilMs
        ? OptionalInt.empty()
        : OptionalInt.of(replica);
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

  /** Whether it waits to hear who wrote what comes next. */
  boolean isLearning() {
    return learning;
  }

  void learning(boolean now) {
    learning = now;
  }

  /** How long it must rest, ms; 0 when it need not. */
  long restMs(long nowMs) {
    return retries.restMs(nowMs);
  }

  /** What an answer to a fetch has for a partition. */
  enum Answer {
    /** The records that follow those before, if any. */
    Records,
    /** Nothing: it goes on elsewhere, at another place or at another offset. */
    Nothing,
    /** Nothing, and the metadata may be old. */
    AskForMetadata
  }

  /**
   * Takes note of what a broker said about it.
   *
   * @param brokerId who said it
   */
  Answer fetched(FetchResult.Partition said, int brokerId, long nowMs) {
    ApiException error = said.error();
    boolean diverges = said.divergesAt() >= 0;
    if (replica(nowMs).isPresent() && (error != null || diverges)) {
      // Only the leader's word counts.
      leaveReplica();
      return Answer.AskForMetadata;
    }
    if (said.preferredReplica() >= 0 && said.preferredReplica() != brokerId) {
      prefer(said.preferredReplica(), nowMs);
      return Answer.Nothing;
    }
    if (error instanceof OffsetOutOfRangeException) {
      outOfRange();
      return Answer.Nothing;
    }
    if (error != null) {
      retry(Trouble.atSource(source(), error), nowMs);
      return Answer.AskForMetadata;
    }
    if (diverges) {
      truncated(said.divergesAt());
      return Answer.Nothing;
    }
    heard(nowMs);
    return Answer.Records;
  }

  /** A fetch has told where it ends, or that this is where it was. */
  void heard(long nowMs) {
    heardMs = nowMs;
  }

  /** When a fetch last told of its end, monotonic time, ms. */
  long heardMs() {
    return heardMs;
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
      startAt(found);
      recovered();
    } else if (which == SourceConnection.EARLIEST) {
      logStart = found;
      if (offset < found) {
        rangeFound(SourceRange.of(offset, found, Long.MAX_VALUE));
      }
    } else {
      SourceRange range = SourceRange.of(offset, logStart, found);
      if (range.isWhole()) {
        // What the leader said has passed.
        retry(new Trouble("OffsetOutOfRange", source() + " was refused at " + offset), nowMs);
      }
      rangeFound(range);
    }
  }

  private void startAt(long first) {
    offset = first;
    progress.startAt(first);
  }

  private void rangeFound(SourceRange range) {
    outOfRange = false;
    logStart = UNKNOWN;
    if (range.isWhole()) {
      return;
    }
    if (!copied && progress.startsAtTheBeginning()) {
      // Nothing is missing between what was copied and what comes: it just starts elsewhere.
      startAt(range.goOnAt());
    } else if (policy.continuesAfterLoss()) {
      goOnAfter(range);
    } else {
      lost = range;
      fail(new Trouble(range.reason().name(), what(range) + ". " + ADVICE));
    }
  }

  private String what(SourceRange range) {
    return range.reason() == Reason.RetentionOverrun
        ? "The source has deleted the offsets %d to %d of %s before they were copied (retention)"
            .formatted(range.lostFrom(), range.lostTo() - 1, source())
        : "The source lost the offsets %d to %d of %s after they were copied (an unclean leader election, or the topic was created again)"
            .formatted(range.lostFrom(), range.lostTo() - 1, source());
  }

  private void fail(Trouble trouble) {
    failure = trouble;
    progress.fail(trouble);
  }

  private void goOnAfter(SourceRange range) {
    lost = null;
    progress.lost(range.lostFrom(), range.lostTo(), range.reason());
    offset = range.goOnAt();
    leaderEpoch = -1;
    skips = true;
    recovered();
  }

  /** Whether the offset has moved without records since the last call: the position follows. */
  boolean takeSkip() {
    boolean now = skips;
    skips = false;
    return now;
  }

  /** The leader has nothing at our position. */
  void outOfRange() {
    outOfRange = true;
    logStart = UNKNOWN;
  }

  /**
   * Whether the topic is still the one that was copied first; if not, nothing more is copied: the
   * fleet starts the partition again where the policy lets it.
   *
   * @param leader as the brokers name it now
   */
  boolean isSameTopic(Leader leader, long nowMs) {
    if (topicId.equals(Uuid.ZERO_UUID)) {
      topicId = leader.topicId();
    }
    if (topicId.equals(leader.topicId()) || leader.topicId().equals(Uuid.ZERO_UUID)) {
      return true;
    }
    String what =
        "Topic %s was deleted and created again at the source (topic id %s, was %s)"
            .formatted(source().topic(), leader.topicId(), topicId);
    if (policy.onSourceRecreate() == OnSourceRecreate.Fail) {
      recreated = true;
      fail(
          new Trouble(
              Reason.SourceTopicRecreated.name(),
              what
                  + ". Set topics.onSourceRecreate: Append or Restart, or delete the remote topic"
                  + " to have the new one mirrored from its beginning"));
    } else {
      retry(new Trouble(Reason.SourceTopicRecreated.name(), what + "; it is started again"), nowMs);
    }
    return false;
  }

  /** The source's log parts from what was copied. */
  void truncated(long at) {
    rangeFound(SourceRange.diverging(offset, at));
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
    retries.succeeded();
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
    retries.failed(nowMs);
    progress.source(trouble);
  }
}
