/**
 * Consumer groups of the source carried over to the target: where each goes on there, written as
 * checkpoints and as offsets of the same group of the target. And a group of the source that shows
 * how far the mirror is.
 */
package dev.kafkamirror.replicator.groups;
