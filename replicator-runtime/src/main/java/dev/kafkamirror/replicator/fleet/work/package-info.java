/**
 * What a pod does with its share: it finds where each partition goes on, becomes its owner, has it
 * copied by a task, and gives it up again, all through the positions topic.
 */
package dev.kafkamirror.replicator.fleet.work;
