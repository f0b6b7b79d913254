package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.topic.ClusterTopics;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.verify.PartitionComparison.Rules;
import dev.kafkamirror.replicator.verify.PartitionPair.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Decides what is compared of each partition, from positions and the ends of logs. */
final class Preparation {

  /** What was found on one side. */
  record Side(
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Map<String, ClusterTopics.Settings> settings) {

    /** The log up to an offset that is not behind its end. */
    Log log(TopicPartition partition, long upTo) {
      return new Log(partition, starts.get(partition), Math.min(ends.get(partition), upTo));
    }
  }

  private final boolean complete;
  private final CopyPolicy policy;
  private final Map<TopicPartition, StoredPosition> positions;
  private final Side source;
  private final Side target;
  private final List<PartitionPair> pairs = new ArrayList<>();
  private final List<PartitionVerdict> verdicts = new ArrayList<>();

  /**
   * @param complete whether to compare up to the logs' ends instead of the positions
   */
  Preparation(
      boolean complete,
      CopyPolicy policy,
      Map<TopicPartition, StoredPosition> positions,
      Side source,
      Side target) {
    this.complete = complete;
    this.policy = policy;
    this.positions = positions;
    this.source = source;
    this.target = target;
  }

  /** What is to be read. */
  List<PartitionPair> pairs() {
    return pairs;
  }

  /** What is decided without reading. */
  List<PartitionVerdict> verdicts() {
    return verdicts;
  }

  /** A partition that both sides have. */
  void add(MirroredTopic topic, int number) {
    TopicPartition here = new TopicPartition(topic.source(), number);
    TopicPartition there = new TopicPartition(topic.remote(), number);
    StoredPosition stored = positions.get(here);
    if (complete) {
      add(topic, source.log(here, Long.MAX_VALUE), target.log(there, Long.MAX_VALUE));
    } else if (stored == null || stored.position().targetOffset() < 0) {
      add(topic, source.log(here, source.starts().get(here)), target.log(there, 0));
    } else if (isOf(topic, stored)) {
      add(
          topic,
          source.log(here, stored.position().sourceOffset()),
          target.log(there, stored.position().targetOffset()));
    } else {
      verdicts.add(
          new PartitionVerdict(
              here,
              there,
              Findings.unchecked("the position is of an earlier topic of the same name"),
              0));
    }
  }

  private void add(MirroredTopic topic, Log here, Log there) {
    Rules rules =
        new Rules(
            !target.settings().get(topic.remote()).logAppendTime(),
            source.settings().get(topic.source()).compacted(),
            target.settings().get(topic.remote()).compacted(),
            policy.topic(topic.source()).startFrom().position() != StartFrom.Position.Earliest);
    long behind = source.ends().get(here.partition()) - Math.max(here.start(), here.end());
    StoredPosition stored = positions.get(here.partition());
    boolean known = stored != null && isOf(topic, stored);
    pairs.add(
        new PartitionPair(
            here,
            there,
            rules,
            known ? RangePairs.of(stored.copied().ranges()) : OffsetPairs.NONE,
            known ? Announced.of(stored.copied().losses()) : Announced.NOTHING,
            behind));
  }

  private static boolean isOf(MirroredTopic topic, StoredPosition stored) {
    return stored.topics().isSame(new TopicPair(topic.sourceId(), topic.remoteId(), null));
  }

  /** A partition without a remote one: either its records are missing or none was copied yet. */
  void addWithoutRemote(TopicPartition here, TopicPartition there) {
    StoredPosition stored = positions.get(here);
    boolean copied = stored != null && stored.position().targetOffset() > 0;
    Log log =
        source.log(
            here,
            complete ? Long.MAX_VALUE : copied ? stored.position().sourceOffset() : Long.MIN_VALUE);
    Findings.Counter found = new Findings.Counter();
    if (log.start() < log.end()) {
      found.missing(new OffsetSpan(log.start(), log.end()), there + " does not exist");
    }
    long behind = source.ends().get(here) - Math.max(log.start(), log.end());
    verdicts.add(new PartitionVerdict(here, there, found.findings(null), behind));
  }
}
