/**
 * What Prometheus scrapes: the JVM, the fleet, every source partition that the pod owns, what the
 * tasks measure of their work in Kafka's names, and on request MirrorMaker 2's names.
 */
package dev.kafkamirror.replicator.metrics;
