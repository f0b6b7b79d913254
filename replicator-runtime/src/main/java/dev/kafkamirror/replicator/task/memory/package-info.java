/** The batches that a task holds between fetch and acknowledgement, and how much they may take. */
package dev.kafkamirror.replicator.task.memory;
