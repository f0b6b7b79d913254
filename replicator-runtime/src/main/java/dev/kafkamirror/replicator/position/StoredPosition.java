package dev.kafkamirror.replicator.position;

import org.apache.kafka.common.Uuid;

/**
 * The position of one partition with all that is needed to judge it later.
 *
 * @param copied what is copied
 * @param topics what the offsets belong to
 * @param ownership who copied it
 */
public record StoredPosition(Copied copied, TopicPair topics, Ownership ownership) {

  /**
   * The topics that the offsets of a position belong to.
   *
   * @param sourceId id of the source topic
   * @param remoteId id of the remote topic
   * @param targetCluster id of the cluster that holds the remote topic, null when not known
   */
  public record TopicPair(Uuid sourceId, Uuid remoteId, String targetCluster) {

    /** Whether these are the same and not later ones of the same names. */
    public boolean isSame(TopicPair other) {
      boolean sameCluster =
          targetCluster == null
              || other.targetCluster == null
              || targetCluster.equals(other.targetCluster);
      return sourceId.equals(other.sourceId) && remoteId.equals(other.remoteId) && sameCluster;
    }
  }

  /** How far it is copied. */
  public Position position() {
    return copied.position();
  }

  /** More is copied by the same owner. */
  public StoredPosition with(Copied now) {
    return new StoredPosition(now, topics, ownership);
  }

  /** The same, with another word on who owns it. */
  public StoredPosition with(Ownership now) {
    return new StoredPosition(copied, topics, now);
  }
}
