/** What Prometheus scrapes: the JVM, the fleet, and every source partition that the pod owns. */
package dev.kafkamirror.replicator.metrics;
