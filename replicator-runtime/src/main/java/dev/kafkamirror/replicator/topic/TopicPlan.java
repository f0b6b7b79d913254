package dev.kafkamirror.replicator.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What follows from the topics that are there: which can be copied, and what the target lacks. A
 * pure function of both sides.
 *
 * @param mirrored topics with at least one partition that both sides have, by source name
 * @param create remote topics that are missing
 * @param grow remote topics with fewer partitions than their source; never the other way round
 * @param collisions topics whose remote topic another one already has
 */
public record TopicPlan(
    List<MirroredTopic> mirrored,
    List<Wanted> create,
    List<Wanted> grow,
    List<TopicFailure> collisions) {

  /**
   * How many partitions a topic gets at once; it gets the others in later rounds. A KRaft
   * controller takes one request only if it comes to less than 10,000 records (QuorumController),
   * and each partition is one.
   */
  static final int PARTITIONS_AT_ONCE = 5_000;

  /**
   * A remote topic to be created or grown.
   *
   * @param existing partitions that it has, 0 when it is missing
   * @param partitions how many it should have now
   * @param replicationFactor that of its source topic
   */
  public record Wanted(
      String source, String remote, int existing, int partitions, int replicationFactor) {}

  /**
   * @param source selected topics of the source
   * @param target topics of the target by name
   */
  public static TopicPlan of(
      Collection<KnownTopic> source, Map<String, KnownTopic> target, TopicNaming naming) {
    List<MirroredTopic> mirrored = new ArrayList<>();
    List<Wanted> create = new ArrayList<>();
    List<Wanted> grow = new ArrayList<>();
    List<TopicFailure> collisions = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    for (KnownTopic topic :
        source.stream().sorted(Comparator.comparing(KnownTopic::name)).toList()) {
      String remoteName = naming.remoteName(topic.name());
      String other = taken.putIfAbsent(remoteName, topic.name());
      if (other != null) {
        collisions.add(collision(topic.name(), remoteName, other));
        continue;
      }
      KnownTopic remote = target.get(remoteName);
      if (remote == null) {
        create.add(wanted(topic, remoteName, 0));
        continue;
      }
      if (remote.partitions() < topic.partitions()) {
        grow.add(wanted(topic, remoteName, remote.partitions()));
      }
      int both = Math.min(topic.partitions(), remote.partitions());
      mirrored.add(new MirroredTopic(topic.name(), remoteName, topic.id(), remote.id(), both));
    }
    return new TopicPlan(
        List.copyOf(mirrored), List.copyOf(create), List.copyOf(grow), List.copyOf(collisions));
  }

  /** The same without topics that must be left alone. */
  TopicPlan without(Collection<TopicFailure> refused) {
    if (refused.isEmpty()) {
      return this;
    }
    Set<String> names = new HashSet<>();
    refused.forEach(failure -> names.add(failure.topic()));
    return only(topic -> !names.contains(topic), collisions);
  }

  /** The same for these topics of the source alone. */
  TopicPlan only(Predicate<String> topics) {
    return only(
        topics, collisions.stream().filter(failure -> topics.test(failure.topic())).toList());
  }

  private TopicPlan only(Predicate<String> topics, List<TopicFailure> left) {
    return new TopicPlan(
        mirrored.stream().filter(topic -> topics.test(topic.source())).toList(),
        create.stream().filter(topic -> topics.test(topic.source())).toList(),
        grow.stream().filter(topic -> topics.test(topic.source())).toList(),
        left);
  }

  private static Wanted wanted(KnownTopic topic, String remoteName, int existing) {
    int partitions = Math.min(topic.partitions(), existing + PARTITIONS_AT_ONCE);
    return new Wanted(topic.name(), remoteName, existing, partitions, topic.replicationFactor());
  }

  private static TopicFailure collision(String topic, String remote, String other) {
    return new TopicFailure(
        topic,
        "NameCollision",
        "Remote topic "
            + remote
            + " already belongs to source topic "
            + other
            + ". Exclude one of the two or choose another naming.");
  }
}
