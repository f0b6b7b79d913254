package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@code onSourceRecreate: Restart}: deletes the remote topics of source topics that
 * were created again, so that discovery creates them anew and they are copied from the beginning.
 * Which ones these are is seen from positions alone, so that a leader that comes after a lost one
 * goes on where that one was.
 */
final class RecreatedTopics {
  private static final Logger LOG = LoggerFactory.getLogger(RecreatedTopics.class);

  private final Positions positions;

  /** Ids of remote topics that were deleted, and may seem to be there for a moment. */
  private final Set<Uuid> deleted = new HashSet<>();

  RecreatedTopics(Positions positions) {
    this.positions = positions;
  }

  /**
   * Deletes the remote topics of those that were created again.
   *
   * @return the others, which can be copied
   */
  List<MirroredTopic> restart(Admin target, Collection<MirroredTopic> topics)
      throws ExecutionException, InterruptedException {
    List<MirroredTopic> others = new ArrayList<>();
    for (MirroredTopic topic : topics) {
      if (!isAnother(topic)) {
        others.add(topic);
      } else if (deleted.add(topic.remoteId())) {
        LOG.atWarn()
            .addKeyValue("topic", topic.source())
            .addKeyValue("remoteTopic", topic.remote())
            .log(
                "The source topic was created again; the remote topic is deleted and starts again");
        delete(target, topic);
      }
    }
    return others;
  }

  /** Whether what its remote topic holds is of a topic that is gone. */
  private boolean isAnother(MirroredTopic topic) {
    for (int p = 0; p < topic.partitions(); p++) {
      var stored = positions.latest(new TopicPartition(topic.source(), p));
      if (stored.filter(s -> isAnother(s, topic)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnother(StoredPosition stored, MirroredTopic topic) {
    return stored.position().targetOffset() >= 0
        && stored.topics().remoteId().equals(topic.remoteId())
        && !stored.topics().sourceId().equals(topic.sourceId());
  }

  private void delete(Admin target, MirroredTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      target.deleteTopics(List.of(topic.remote())).all().get();
    } catch (ExecutionException e) {
      if (!(ClusterErrors.cause(e) instanceof UnknownTopicOrPartitionException)) {
        deleted.remove(topic.remoteId());
        throw e;
      }
    }
  }
}
