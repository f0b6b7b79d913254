/**
 * The replication engine of one flow: a process, in a pod or outside Kubernetes, that mirrors
 * topics.
 */
package dev.kafkamirror.replicator;
