package dev.kafkamirror.replicator.wire;

import org.apache.kafka.common.errors.ApiException;

/**
 * An offset that a leader told, or why it did not.
 *
 * @param error null when there is an offset
 */
public record PartitionOffset(long offset, ApiException error) {}
