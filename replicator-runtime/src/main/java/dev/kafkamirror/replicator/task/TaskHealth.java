package dev.kafkamirror.replicator.task;

/**
 * Why a task cannot use a cluster.
 *
 * @param source the source's last error, null when it answers
 * @param target the target's last error, null when it answers
 */
public record TaskHealth(Throwable source, Throwable target) {}
