package dev.kafkamirror.replicator.position;

/**
 * How far one partition is copied: everything before it is acknowledged by the target.
 *
 * @param sourceOffset next source offset to copy
 * @param targetOffset offset on the target after the last acknowledged record, -1 when nothing was
 *     copied yet
 * @param leaderEpoch source leader epoch of the last copied batch, -1 when unknown
 */
public record Position(long sourceOffset, long targetOffset, int leaderEpoch) {}
