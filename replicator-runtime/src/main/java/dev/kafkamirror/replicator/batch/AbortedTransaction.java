package dev.kafkamirror.replicator.batch;

/**
 * What a broker tells of an aborted transaction in the fetched range.
 *
 * @param firstOffset offset of its first record
 */
public record AbortedTransaction(long producerId, long firstOffset) {}
