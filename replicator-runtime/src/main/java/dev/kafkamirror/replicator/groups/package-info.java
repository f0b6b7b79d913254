/**
 * Consumer groups of the source carried over to the target: where each goes on there, written as
 * checkpoints and as offsets of the same group of the target.
 */
package dev.kafkamirror.replicator.groups;
