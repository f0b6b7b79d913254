package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.Optional;
import java.util.Set;

/**
 * What a remote topic is called, and what a topic's name tells of where it came from. The rules are
 * those of MirrorMaker 2's {@code DefaultReplicationPolicy} and {@code IdentityReplicationPolicy};
 * heartbeats carry the source's alias under every policy, so that {@code RemoteClusterUtils} can
 * count hops.
 */
public final class TopicNaming {
  /** The topic that heartbeats are written to. */
  public static final String HEARTBEATS = "heartbeats";

  private static final String DEFAULT_SEPARATOR = ".";

  private final NamingSpec spec;
  private final String separator;
  private final String sourceAlias;
  private final String targetAlias;

  /** Null when there is none. */
  private final String canaryTopic;

  /** Of a flow. */
  public static TopicNaming of(FlowSettings flow) {
    return new TopicNaming(
        flow.spec().topics().naming(),
        flow.source().alias(),
        flow.target().alias(),
        flow.canaryTopic().orElse(null));
  }

  /** Of a flow without a canary. */
  public TopicNaming(NamingSpec spec, String sourceAlias, String targetAlias) {
    this(spec, sourceAlias, targetAlias, null);
  }

  private TopicNaming(NamingSpec spec, String sourceAlias, String targetAlias, String canaryTopic) {
    this.spec = spec;
    this.separator =
        spec.policy() == Policy.SourcePrefix && spec.separator() != null
            ? spec.separator()
            : DEFAULT_SEPARATOR;
    this.sourceAlias = sourceAlias;
    this.targetAlias = targetAlias;
    this.canaryTopic = canaryTopic;
  }

  /** The topic on the target that a topic of the source is copied to. */
  public String remoteName(String topic) {
    if (isHeartbeats(topic)) {
      return sourceAlias + separator + topic;
    }
    return isHome() ? selectedName(topic).orElse(topic) : remotePrefix() + topic;
  }

  /** Whether topics are copied back to where they came from. */
  public boolean isHome() {
    return spec.direction() == Direction.Home;
  }

  /** What topics have at the source in front of the names that they have at home. */
  private String homePrefix() {
    return switch (spec.policy()) {
      case SourcePrefix -> targetAlias + separator;
      case CustomPrefix -> spec.prefix();
      case Identity -> "";
    };
  }

  /**
   * The name by which a topic of the source is selected: its own, or that at home where topics are
   * copied back; empty for one that did not come from there.
   */
  public Optional<String> selectedName(String topic) {
    if (!isHome()) {
      return Optional.of(topic);
    }
    String prefix = homePrefix();
    return topic.startsWith(prefix) && topic.length() > prefix.length()
        ? Optional.of(topic.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * What a topic of the source was called where it came from, if it is one that a mirror from the
   * target brought; by its name alone.
   */
  public Optional<String> nameAtHome(String topic) {
    String prefix = targetAlias + separator;
    return prefixesAliases()
            && !isHome()
            && topic.startsWith(prefix)
            && topic.length() > prefix.length()
        ? Optional.of(topic.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * What the remote topics' names have in front of their source topics', where they are not copied
   * back; heartbeats may differ.
   */
  public String remotePrefix() {
    return switch (spec.policy()) {
      case SourcePrefix -> sourceAlias + separator;
      case CustomPrefix -> spec.prefix();
      case Identity -> "";
    };
  }

  /** Where offset syncs of this flow are, if on the target, as MirrorMaker 2 calls it. */
  public String offsetSyncsTopic() {
    return "mm2-offset-syncs" + separator + sourceAlias + separator + "internal";
  }

  /** Where offset syncs of this flow are on the source; there MirrorMaker 2 has them by default. */
  public String offsetSyncsTopicOnSource() {
    return "mm2-offset-syncs" + separator + targetAlias + separator + "internal";
  }

  /** Where checkpoints of this flow's groups are on the target, as MirrorMaker 2 calls it. */
  public String checkpointsTopic() {
    return sourceAlias + separator + "checkpoints" + separator + "internal";
  }

  /** {@code heartbeats}, or a remote topic of it over any number of hops. */
  public boolean isHeartbeats(String topic) {
    if (topic.equals(HEARTBEATS)) {
      return true;
    }
    if (!topic.endsWith(separator + HEARTBEATS)) {
      return false;
    }
    String hops = topic.substring(0, topic.length() - separator.length() - HEARTBEATS.length());
    return !hops.isEmpty() && !hops.startsWith(separator);
  }

  /** Whether this is the topic that the flow's own canary is written to. */
  public boolean isCanary(String topic) {
    return topic.equals(canaryTopic);
  }

  /**
   * Topics that are never mirrored: Kafka's own and those that MirrorMaker 2 or this engine keep
   * their state in.
   */
  public boolean isInternal(String topic) {
    return topic.startsWith("__")
        || topic.startsWith(".")
        || (topic.startsWith("mm2") && endsWithInternal(topic, ""))
        || endsWithInternal(topic, "checkpoints");
  }

  private boolean endsWithInternal(String topic, String before) {
    return topic.endsWith(ending(".", before)) || topic.endsWith(ending(separator, before));
  }

  private static String ending(String separator, String before) {
    return (before.isEmpty() ? "" : separator + before) + separator + "internal";
  }

  /**
   * What names tell of loops, where the source has these topics.
   *
   * @param topics names of all topics of the source; none when they are not known
   */
  public Cycles cycles(Set<String> topics) {
    return new Cycles(this, sourceAlias, targetAlias, topics);
  }

  /** Whether remote topics of the flow begin with the alias of their source. */
  public boolean prefixesAliases() {
    return spec.policy() == Policy.SourcePrefix;
  }

  /** Whether mirrors with other sources may write the same remote topics. */
  public boolean isTwoWay() {
    return spec.direction() == Direction.TwoWay;
  }

  String separator() {
    return separator;
  }
}
