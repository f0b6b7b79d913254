/**
 * The target's side of a task: the batches of each partition on their way, in order and once, over
 * a few connections to each leader, under the task's producer identity. Belongs to the producing
 * loop; {@link dev.kafkamirror.replicator.task.produce.ProduceWork} is its door.
 */
package dev.kafkamirror.replicator.task.produce;
