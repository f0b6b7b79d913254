package dev.kafkamirror.replicator.position;

/**
 * Where a consumer of the source goes on at the target.
 *
 * @param targetOffset nothing that it has still to read lies before it
 * @param exact whether it also reads nothing again; false where the index was thinned out
 */
public record Translation(long targetOffset, boolean exact) {}
