/**
 * What becomes of a batch that the target refuses for what is in it: it is taken apart, and the
 * records that cannot be written are failed, left out or written to the dead letter topic, as the
 * policy says.
 */
package dev.kafkamirror.replicator.task.refusal;
