/**
 * What one reconcile sees of the world, as values: the mirror, its children, Secrets, pods and
 * neighbours.
 */
package dev.kafkamirror.operator.observe;
