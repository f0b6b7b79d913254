package dev.kafkamirror.replicator.topic;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** How a flow calls topics, and what it reads out of their names. */
interface NamePolicy {
  /** The topic on the target that a topic of the source is copied to. */
  String remoteName(String topic);

  /**
   * The name by which a topic of the source is selected; empty where it can't be, because topics
   * are copied back and it did not come from the target.
   */
  Optional<String> selectedName(String topic);

  /** What a topic of the source was called at the target, if a mirror brought it from there. */
  Optional<String> nameAtHome(String topic);

  /** What stands before every remote name; empty where it is not made so. */
  Optional<String> remotePrefix();

  /** The topic that heartbeats are written to. */
  String heartbeats();

  /** The topic with the offset syncs of the cluster of this alias. */
  String offsetSyncs(String alias);

  /** The topic with the checkpoints of the flow. */
  String checkpoints();

  boolean isHeartbeats(String topic);

  /** Topics that are never mirrored. */
  boolean isInternal(String topic);

  /** Whether the name says which cluster the topic comes from. */
  boolean tellsSource();

  /**
   * Tells topics whose records would go round, by their names.
   *
   * @param topics names of all topics of the source; none when they are not known
   */
  Predicate<String> cycles(Set<String> topics);
}
