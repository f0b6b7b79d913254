package dev.kafkamirror.replicator.mm2;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a group goes on in one remote partition.
 *
 * @param sourceOffset that it has committed at the source
 * @param metadata of its commit, empty for none
 */
public record Checkpoint(
    TopicPartition remote, long sourceOffset, long targetOffset, String metadata) {}
