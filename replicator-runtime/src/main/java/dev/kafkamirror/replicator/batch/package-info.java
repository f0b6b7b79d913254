/**
 * Pure functions on record batches as they lie in a buffer (message format 2, frozen since Kafka
 * 0.11): what a batch's header says, which way it can go to the target, the rewriting of the header
 * fields that a producer must set, and the putting of records into new batches. Nothing here
 * decompresses, or looks at a key, a value or a header.
 */
package dev.kafkamirror.replicator.batch;
