package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Where readers of a source partition go on at the target.
 *
 * @param remote the partition there
 * @param copied which record of the source is which of the target, empty while that is not known
 * @param topics what the offsets belong to, null while that is not known
 */
record Way(TopicPartition remote, Optional<Copied> copied, TopicPair topics) {

  static Way to(TopicPartition remote, Optional<StoredPosition> position) {
    return new Way(
        remote,
        position.map(StoredPosition::copied),
        position.map(StoredPosition::topics).orElse(null));
  }
}
