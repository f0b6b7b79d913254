package dev.kafkamirror.replicator.topic;

import org.apache.kafka.common.Uuid;

/**
 * A topic as its cluster describes it.
 *
 * @param replicationFactor of its first partition
 */
public record KnownTopic(String name, Uuid id, int partitions, int replicationFactor) {}
