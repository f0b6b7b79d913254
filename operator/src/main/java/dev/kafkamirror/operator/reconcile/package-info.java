/**
 * Where the Java Operator SDK calls in: what is watched, and one reconcile as observe, plan, apply.
 */
package dev.kafkamirror.operator.reconcile;
