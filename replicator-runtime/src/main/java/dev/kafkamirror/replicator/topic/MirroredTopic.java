package dev.kafkamirror.replicator.topic;

import org.apache.kafka.common.Uuid;

/**
 * A topic of the source with its remote topic.
 *
 * @param partitions partitions that both sides have: those that can be copied
 */
public record MirroredTopic(
    String source, String remote, Uuid sourceId, Uuid remoteId, int partitions) {}
