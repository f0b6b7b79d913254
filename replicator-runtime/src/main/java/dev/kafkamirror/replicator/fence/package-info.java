/**
 * Keeps a lost owner's batches out of the partitions that others take over: whatever it may still
 * have to send is refused by the brokers themselves (design D7). Package {@code wire} has the
 * requests, this one their order and what comes after each answer.
 */
package dev.kafkamirror.replicator.fence;
