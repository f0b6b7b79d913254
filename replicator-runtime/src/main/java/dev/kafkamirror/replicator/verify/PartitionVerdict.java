package dev.kafkamirror.replicator.verify;

import org.apache.kafka.common.TopicPartition;

/**
 * The result for one partition.
 *
 * @param behind offsets of the source that were not compared because they are not copied yet
 */
public record PartitionVerdict(
    TopicPartition source, TopicPartition remote, Findings findings, long behind) {

  /** Whether the two sides hold the same. */
  public enum Outcome {
    Equal,
    Different,
    Unchecked
  }

  /** A difference counts more than that not all could be compared. */
  public Outcome outcome() {
    if (findings.differences() > 0) {
      return Outcome.Different;
    }
    return findings.problem() == null ? Outcome.Equal : Outcome.Unchecked;
  }
}
