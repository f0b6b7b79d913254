/**
 * A real Kubernetes for tests and for the quickstart: one that is named, k3s in Docker, or the
 * servers themselves on this machine, in namespaces of their own that end with their owner.
 */
package dev.kafkamirror.local.kubernetes;
