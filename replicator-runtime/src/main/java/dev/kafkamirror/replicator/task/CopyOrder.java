package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What to copy and from where on.
 *
 * @param source partition of the source
 * @param target its remote partition, always of the same number
 * @param copied what others have copied before; its source offset is the first one to copy, or
 *     {@link #EARLIEST}
 * @param sourceTopicId id of the source topic that these offsets are of, zero when not known
 * @param remoteTopicId id of the remote topic that these offsets are of, zero when not known
 */
public record CopyOrder(
    TopicPartition source,
    TopicPartition target,
    Copied copied,
    Uuid sourceTopicId,
    Uuid remoteTopicId) {

  /** Start at the first record that the source still has. */
  public static final long EARLIEST = -2;

  /** A first start at a source offset, or {@link #EARLIEST}. */
  public CopyOrder(TopicPartition source, TopicPartition target, long startOffset) {
    this(source, target, Copied.upTo(new Position(startOffset, -1, -1)), Uuid.ZERO_UUID);
  }

  /** Into a remote topic whose id is not known. */
  public CopyOrder(
      TopicPartition source, TopicPartition target, Copied copied, Uuid sourceTopicId) {
    this(source, target, copied, sourceTopicId, Uuid.ZERO_UUID);
  }

  /** Whether this may be the remote topic that the offsets are of; zero is an id not known. */
  public boolean isInto(Uuid topicId) {
    return remoteTopicId.equals(Uuid.ZERO_UUID)
        || topicId.equals(Uuid.ZERO_UUID)
        || remoteTopicId.equals(topicId);
  }

  /** First source offset to copy, or {@link #EARLIEST}. */
  public long startOffset() {
    return copied.position().sourceOffset();
  }
}
