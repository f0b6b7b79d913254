/**
 * The data that is mirrored: records, ready batches of them, and topics filled with these faster
 * than a producer could.
 */
package dev.kafkamirror.benchmarks.data;
