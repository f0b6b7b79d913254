/**
 * Proves that remote topics hold the records of their sources: reads both clusters with plain
 * consumers and compares record by record. The comparison itself is a pure function of two
 * sequences of records; it shares nothing with the code that copies, so that it does not share its
 * errors.
 */
package dev.kafkamirror.replicator.verify;
