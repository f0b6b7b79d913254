/**
 * The HTTP contract between a replicator pod and the operator: what {@code GET /v1/status} answers.
 */
package dev.kafkamirror.api.replicator;
