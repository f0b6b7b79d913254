package dev.kafkamirror.replicator.task.measure;

import dev.kafkamirror.replicator.task.measure.Recent.Summary;

/**
 * What was measured of one partition.
 *
 * @param ages of records when they were fetched, ms since their timestamps
 * @param latencies from the records' timestamps until the target had them, ms
 * @param records that the target has, batch by batch
 * @param bytes of these batches, as compressed as they are
 */
public record PartitionMeasures(Summary ages, Summary latencies, Summary records, Summary bytes) {}
