/**
 * Child processes that never outlive their owner, and the network in which they run: what the Kafka
 * and the Kubernetes of this module are both made of.
 */
package dev.kafkamirror.local.process;
