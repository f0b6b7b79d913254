/**
 * What a task is to those who run it ({@link dev.kafkamirror.replicator.task.CopyTask}, its orders
 * and the state of its partitions), and what all parts of one share: progress, trouble, pauses. The
 * parts: {@code mirror} is the task itself, {@code fetch} its source side, {@code produce} its
 * target side, {@code merge} makes large batches of small ones, {@code refusal} deals with batches
 * that the target refuses, {@code memory} holds what is between fetch and acknowledgement.
 */
package dev.kafkamirror.replicator.task;
