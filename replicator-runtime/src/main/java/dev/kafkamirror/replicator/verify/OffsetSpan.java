package dev.kafkamirror.replicator.verify;

/**
 * Neighbouring records of one partition.
 *
 * @param from offset of the first
 * @param to offset after the last
 */
public record OffsetSpan(long from, long to) {}
