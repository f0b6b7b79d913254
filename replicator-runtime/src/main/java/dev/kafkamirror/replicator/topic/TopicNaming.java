package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a flow calls its remote topics and internal topics, and what a topic's name tells of where
 * it came from: by MirrorMaker 2's rules, or by a class of the user's. With such a class, methods
 * throw {@link dev.kafkamirror.replicator.plugin.PluginFailedException} when it does not answer.
 */
public final class TopicNaming {
  /** The topic that heartbeats are written to, unless a class of the user's says another. */
  public static final String HEARTBEATS = "heartbeats";

  private final NamePolicy policy;
  private final String sourceAlias;
  private final String targetAlias;
  private final boolean twoWay;

  /** Null when there is none. */
  private final String canaryTopic;

  /** Of a flow. */
  public static TopicNaming of(FlowSettings flow) {
    NamingSpec spec = flow.spec().topics().naming();
    String source = flow.source().alias();
    String target = flow.target().alias();
    BuiltInNames builtIn = new BuiltInNames(spec, source, target);
    NamePolicy policy =
        flow.plugins()
            .replicationPolicy()
            .<NamePolicy>map(plugin -> new PluginNames(plugin, builtIn, source, target))
            .orElse(builtIn);
    return new TopicNaming(policy, spec, source, target, flow.canaryTopic().orElse(null));
  }

  /** Of a flow without a canary and without classes of the user's. */
  public TopicNaming(NamingSpec spec, String sourceAlias, String targetAlias) {
    this(new BuiltInNames(spec, sourceAlias, targetAlias), spec, sourceAlias, targetAlias, null);
  }

  private TopicNaming(
      NamePolicy policy,
      NamingSpec spec,
      String sourceAlias,
      String targetAlias,
      String canaryTopic) {
    this.policy = policy;
    this.sourceAlias = sourceAlias;
    this.targetAlias = targetAlias;
    this.twoWay = spec.direction() == Direction.TwoWay;
    this.canaryTopic = canaryTopic;
  }

  /** The topic on the target that a topic of the source is copied to. */
  public String remoteName(String topic) {
    return policy.remoteName(topic);
  }

  /**
   * The name by which a topic of the source is selected: its own, or that at home where topics are
   * copied back; empty for one that did not come from there.
   */
  public Optional<String> selectedName(String topic) {
    return policy.selectedName(topic);
  }

  /**
   * What a topic of the source was called where it came from, if it is one that a mirror from the
   * target brought; by its name alone.
   */
  public Optional<String> nameAtHome(String topic) {
    return policy.nameAtHome(topic);
  }

  /**
   * What the remote topics' names have in front of their source topics', where they are not copied
   * back, and heartbeats perhaps excepted; empty where that is not how they are made.
   */
  public Optional<String> remotePrefix() {
    return policy.remotePrefix();
  }

  /** The topic that heartbeats are written to. */
  public String heartbeatsTopic() {
    return policy.heartbeats();
  }

  /** Where offset syncs of this flow are, if on the target, as MirrorMaker 2 calls it. */
  public String offsetSyncsTopic() {
    return policy.offsetSyncs(sourceAlias);
  }

  /** Where offset syncs of this flow are on the source; there MirrorMaker 2 has them by default. */
  public String offsetSyncsTopicOnSource() {
    return policy.offsetSyncs(targetAlias);
  }

  /** Where checkpoints of this flow's groups are on the target, as MirrorMaker 2 calls it. */
  public String checkpointsTopic() {
    return policy.checkpoints();
  }

  /** The topic of heartbeats, or a remote topic of it over any number of hops. */
  public boolean isHeartbeats(String topic) {
    return policy.isHeartbeats(topic);
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
    return policy.isInternal(topic);
  }

  /**
   * Topics of the source whose records would go round for ever, where the source has these topics.
   *
   * @param topics names of all topics of the source; none when they are not known
   */
  public Predicate<String> cycles(Set<String> topics) {
    return policy.cycles(topics);
  }

  /** Whether remote topics of the flow surely say in their names where they came from. */
  public boolean tellsSource() {
    return policy.tellsSource();
  }

  /** Whether mirrors with other sources may write the same remote topics. */
  public boolean isTwoWay() {
    return twoWay;
  }
}
