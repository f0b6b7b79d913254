/**
 * {@code ./quickstart}: the whole way from {@code kubectl apply} to equal records on a real
 * Kubernetes and real Kafka clusters on this machine. The end-to-end tests run on the same {@link
 * dev.kafkamirror.quickstart.Playground}.
 */
package dev.kafkamirror.quickstart;
