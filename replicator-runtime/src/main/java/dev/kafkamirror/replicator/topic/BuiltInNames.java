package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of MirrorMaker 2's {@code DefaultReplicationPolicy} and {@code
 * IdentityReplicationPolicy}; heartbeats carry the source's alias under every policy, so that
 * {@code RemoteClusterUtils} can count hops.
 */
final class BuiltInNames implements NamePolicy {
  private static final String DEFAULT_SEPARATOR = ".";

  private final NamingSpec spec;
  private final String separator;
  private final String sourceAlias;
  private final String targetAlias;

  BuiltInNames(NamingSpec spec, String sourceAlias, String targetAlias) {
    this.spec = spec;
    this.separator =
        spec.policy() == Policy.SourcePrefix && spec.separator() != null
            ? spec.separator()
            : DEFAULT_SEPARATOR;
    this.sourceAlias = sourceAlias;
    this.targetAlias = targetAlias;
  }

  @Override
  public String remoteName(String topic) {
    if (isHeartbeats(topic)) {
      return sourceAlias + separator + topic;
    }
    return isHome() ? selectedName(topic).orElse(topic) : prefix() + topic;
  }

  boolean isHome() {
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

  @Override
  public Optional<String> selectedName(String topic) {
    if (!isHome()) {
      return Optional.of(topic);
    }
    String prefix = homePrefix();
    return topic.startsWith(prefix) && topic.length() > prefix.length()
        ? Optional.of(topic.substring(prefix.length()))
        : Optional.empty();
  }

  @Override
  public Optional<String> nameAtHome(String topic) {
    String prefix = targetAlias + separator;
    return tellsSource()
            && !isHome()
            && topic.startsWith(prefix)
            && topic.length() > prefix.length()
        ? Optional.of(topic.substring(prefix.length()))
        : Optional.empty();
  }

  /** Heartbeats may have another. */
  @Override
  public Optional<String> remotePrefix() {
    return Optional.of(prefix());
  }

  private String prefix() {
    return switch (spec.policy()) {
      case SourcePrefix -> sourceAlias + separator;
      case CustomPrefix -> spec.prefix();
      case Identity -> "";
    };
  }

  @Override
  public String heartbeats() {
    return TopicNaming.HEARTBEATS;
  }

  @Override
  public String offsetSyncs(String alias) {
    return "mm2-offset-syncs" + separator + alias + separator + "internal";
  }

  @Override
  public String checkpoints() {
    return sourceAlias + separator + "checkpoints" + separator + "internal";
  }

  /** {@code heartbeats}, or a remote topic of it over any number of hops. */
  @Override
  public boolean isHeartbeats(String topic) {
    if (topic.equals(TopicNaming.HEARTBEATS)) {
      return true;
    }
    if (!topic.endsWith(separator + TopicNaming.HEARTBEATS)) {
      return false;
    }
    String hops =
        topic.substring(0, topic.length() - separator.length() - TopicNaming.HEARTBEATS.length());
    return !hops.isEmpty() && !hops.startsWith(separator);
  }

  /** Kafka's own topics and those that MirrorMaker 2 or this engine keep their state in. */
  @Override
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

  @Override
  public boolean tellsSource() {
    return spec.policy() == Policy.SourcePrefix;
  }

  @Override
  public Cycles cycles(Set<String> topics) {
    return new Cycles(this, sourceAlias, targetAlias, topics);
  }

  String separator() {
    return separator;
  }
}
