package dev.kafkamirror.replicator.fleet.group;

import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A source partition, its remote partition, and the ids of the topics that are meant by them. */
public record CopyRoute(
    TopicPartition source, TopicPartition remote, Uuid sourceId, Uuid remoteId) {

  /** What the offsets of its position belong to. */
  public TopicPair topics(String targetCluster) {
    return new TopicPair(sourceId, remoteId, targetCluster);
  }
}
