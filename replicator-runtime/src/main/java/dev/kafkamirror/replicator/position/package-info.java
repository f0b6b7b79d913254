/**
 * How far each partition is copied, kept in a compacted topic on the target (design D7). The format
 * is described in {@code docs/reference/internal-topics.md}.
 */
package dev.kafkamirror.replicator.position;
