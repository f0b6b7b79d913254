/**
 * Decides: a pure function from an observation and a time to what shall be written. No Kubernetes
 * client, no clock of its own.
 */
package dev.kafkamirror.operator.plan;
