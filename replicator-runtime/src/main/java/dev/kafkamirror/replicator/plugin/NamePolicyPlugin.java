package dev.kafkamirror.replicator.plugin;

import java.util.Optional;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * A {@code ReplicationPolicy} of the user's. Every method throws {@link PluginFailedException} when
 * the class does, and when it answers null where there must be a name.
 */
public final class NamePolicyPlugin {
  private final PluginObject<ReplicationPolicy> policy;

  NamePolicyPlugin(PluginObject<ReplicationPolicy> policy) {
    this.policy = policy;
  }

  /** What a topic is called where it is mirrored from the cluster of this alias. */
  public String remoteTopic(String sourceAlias, String topic) {
    return policy.name(
        "formatRemoteTopic",
        sourceAlias + ", " + topic,
        p -> p.formatRemoteTopic(sourceAlias, topic));
  }

  /** The alias of the cluster that a topic was mirrored from; empty when its name tells none. */
  public Optional<String> source(String topic) {
    return Optional.ofNullable(policy.call("topicSource", topic, p -> p.topicSource(topic)));
  }

  /** What a topic is called there; empty when its name does not tell. */
  public Optional<String> upstream(String topic) {
    return Optional.ofNullable(policy.call("upstreamTopic", topic, p -> p.upstreamTopic(topic)));
  }

  public String heartbeatsTopic() {
    return policy.name("heartbeatsTopic", "", ReplicationPolicy::heartbeatsTopic);
  }

  public String offsetSyncsTopic(String alias) {
    return policy.name("offsetSyncsTopic", alias, p -> p.offsetSyncsTopic(alias));
  }

  public String checkpointsTopic(String alias) {
    return policy.name("checkpointsTopic", alias, p -> p.checkpointsTopic(alias));
  }

  public boolean isHeartbeats(String topic) {
    return policy.call("isHeartbeatsTopic", topic, p -> p.isHeartbeatsTopic(topic));
  }

  public boolean isInternal(String topic) {
    return policy.call("isInternalTopic", topic, p -> p.isInternalTopic(topic));
  }

  void close() {
    policy.close();
  }
}
