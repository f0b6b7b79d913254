package dev.kafkamirror.replicator.task;

import org.apache.kafka.common.TopicPartition;

/**
 * What to copy and from where on.
 *
 * @param source partition of the source
 * @param target its remote partition, always of the same number
 * @param startOffset first source offset to copy, or {@link #EARLIEST}
 */
public record CopyOrder(TopicPartition source, TopicPartition target, long startOffset) {

  /** Start at the first record that the source still has. */
  public static final long EARLIEST = -2;
}
