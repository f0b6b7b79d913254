package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.verify.PartitionComparison.Rules;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be compared of one partition and its remote partition.
 *
 * @param here the source's log
 * @param there the target's log
 * @param announced what differs and is known to
 * @param behind offsets of the source after those that are compared
 */
record PartitionPair(
    Log here, Log there, Rules rules, OffsetPairs pairs, Announced announced, long behind) {

  /**
   * A stretch of a log.
   *
   * @param start offset of its first record
   * @param end offset after the last record to compare
   */
  record Log(TopicPartition partition, long start, long end) {}

  /** Most records that there may be to read, for progress. */
  long offsets() {
    return Math.max(0, here.end() - here.start());
  }
}
