package dev.kafkamirror.replicator.verify;

/**
 * How far a verification is.
 *
 * @param offsets source offsets compared
 * @param offsetsTotal source offsets to compare
 */
public record VerificationProgress(
    int partitions, int partitionsTotal, long offsets, long offsetsTotal) {}
