/**
 * Makes one batch of several small ones that follow each other, on threads that all tasks of the
 * process share.
 */
package dev.kafkamirror.replicator.task.merge;
