package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import org.apache.kafka.common.TopicPartition;

/**
 * What to copy and from where on.
 *
 * @param source partition of the source
 * @param target its remote partition, always of the same number
 * @param copied what others have copied before; its source offset is the first one to copy, or
 *     {@link #EARLIEST}
 */
public record CopyOrder(TopicPartition source, TopicPartition target, Copied copied) {

  /** Start at the first record that the source still has. */
  public static final long EARLIEST = -2;

  /** A first start at a source offset, or {@link #EARLIEST}. */
  public CopyOrder(TopicPartition source, TopicPartition target, long startOffset) {
    this(source, target, Copied.upTo(new Position(startOffset, -1, -1)));
  }

  /** First source offset to copy, or {@link #EARLIEST}. */
  public long startOffset() {
    return copied.position().sourceOffset();
  }
}
