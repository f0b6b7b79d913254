package dev.kafkamirror.replicator.resume;

/**
 * What a partition's log holds.
 *
 * @param start its first offset
 * @param end the offset after its last record; of a source read under read_committed the last
 *     stable offset
 */
public record LogBounds(long start, long end) {}
