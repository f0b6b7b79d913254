/**
 * The task that copies whole record batches: a loop that fetches from the source's leaders and one
 * that produces to the target's, joined by bounded memory (design D5).
 */
package dev.kafkamirror.replicator.task.mirror;
