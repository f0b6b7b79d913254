package dev.kafkamirror.replicator.claim;

import dev.kafkamirror.replicator.topic.RemoteTopicOwners.Wish;
import org.apache.kafka.common.Uuid;

/**
 * A flow's claim on a remote topic.
 *
 * @param flow whose it is
 * @param remote the topic of the target
 * @param source the topic that is copied into it
 * @param sourceId id of that topic when it was claimed
 * @param twoWay whether the flow lets others with the same direction write the topic too
 */
record TopicClaim(
    String flow, String remote, String source, Uuid sourceId, boolean twoWay, State state) {
  /** How firm a claim is. */
  enum State {
    /** Announced. Nothing is created or copied before no other claim was seen behind it. */
    Pending,
    /** The flow writes the topic. */
    Held,
    /** The flow has written the topic, and its settings do not select it any more. */
    Left
  }

  static TopicClaim of(String flow, Wish wish, boolean twoWay, State state) {
    return new TopicClaim(flow, wish.remote(), wish.source(), wish.sourceId(), twoWay, state);
  }

  TopicClaim left() {
    return new TopicClaim(flow, remote, source, sourceId, twoWay, State.Left);
  }

  /** Whether a wish of the same flow is granted already. */
  boolean grants(Wish wish) {
    return state == State.Held && sourceId.equals(wish.sourceId()) && source.equals(wish.source());
  }
}
