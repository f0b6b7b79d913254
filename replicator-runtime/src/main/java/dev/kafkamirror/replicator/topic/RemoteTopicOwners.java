package dev.kafkamirror.replicator.topic;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** Knows which remote topics are another mirror's. */
@FunctionalInterface
public interface RemoteTopicOwners {
  /**
   * A remote topic that a flow is about to create or to have copied into.
   *
   * @param source its source topic
   * @param remoteId empty as long as there is no such topic on the target
   */
  record Wish(String source, Uuid sourceId, String remote, Optional<Uuid> remoteId) {}

  /**
   * Asked in every round, before anything of it is created.
   *
   * @param wishes all remote topics of the flow
   * @return those that it must leave alone; the others are this flow's from now on
   * @throws Exception when that cannot be told; nothing may be created or copied then
   */
  List<TopicFailure> refused(List<Wish> wishes, TopicNaming naming) throws Exception;
}
