/**
 * The source's side of a task: which partition is fetched from which broker, from which offset on
 * and how much of it, and how fetched batches become batches for the target. Belongs to the
 * fetching loop; {@link dev.kafkamirror.replicator.task.fetch.FetchWork} is its door.
 */
package dev.kafkamirror.replicator.task.fetch;
