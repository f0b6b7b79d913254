/**
 * Mirroring the same topics under the same names both ways: every task announces the producer id
 * that it writes under in a topic of its target, and leaves out what was written at its source
 * under an id that a mirror has announced there. Nothing is added to records.
 */
package dev.kafkamirror.replicator.twoway;
