/** Asks each replicator pod for its status over HTTP, apart from the reconcile threads. */
package dev.kafkamirror.operator.poll;
