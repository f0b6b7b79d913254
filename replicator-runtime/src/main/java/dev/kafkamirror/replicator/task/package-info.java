/**
 * A task: a loop that fetches from the source's leaders and one that produces to the target's,
 * joined by a bounded queue (design D5).
 */
package dev.kafkamirror.replicator.task;
