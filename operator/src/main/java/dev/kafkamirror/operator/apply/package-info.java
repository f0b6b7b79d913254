/** Carries a plan out against the Kubernetes API: server-side apply, pod annotations, events. */
package dev.kafkamirror.operator.apply;
