package dev.kafkamirror.replicator.mm2;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a group goes on in one remote partition.
 *
 * @param sourceOffset that it has committed at the source
 * @param metadata of its commit, empty for none
 */
public record Checkpoint(
    TopicPartition remote, long sourceOffset, long targetOffset, String metadata) {

  /**
   * No earlier than another one of the same partition, as long as the group itself has not gone
   * back: what was right for it stays so, also where the index has forgotten by now.
   */
  public Checkpoint notBehind(Checkpoint before) {
    return before.sourceOffset <= sourceOffset && before.targetOffset > targetOffset
        ? new Checkpoint(remote, sourceOffset, before.targetOffset, metadata)
        : this;
  }
}
