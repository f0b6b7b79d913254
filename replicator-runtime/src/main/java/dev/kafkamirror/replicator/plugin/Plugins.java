package dev.kafkamirror.replicator.plugin;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;

/**
 * The classes of the user's that a flow runs with; without one, all is accepted. For any thread.
 * Filters throw {@link PluginFailedException} when they don't answer.
 */
public final class Plugins implements AutoCloseable {
  /** No classes of the user's. */
  public static final Plugins NONE = new Plugins(null, null, null, null);

  private final NamePolicyPlugin policy;
  private final PluginObject<TopicFilter> topicFilter;
  private final PluginObject<GroupFilter> groupFilter;
  private final PropertyPlugin properties;

  /** Each may be null. */
  Plugins(
      PluginObject<ReplicationPolicy> policy,
      PluginObject<TopicFilter> topicFilter,
      PluginObject<GroupFilter> groupFilter,
      PluginObject<ConfigPropertyFilter> properties) {
    this.policy = policy == null ? null : new NamePolicyPlugin(policy);
    this.topicFilter = topicFilter;
    this.groupFilter = groupFilter;
    this.properties = properties == null ? null : new PropertyPlugin(properties);
  }

  /** How remote topics are called. */
  public Optional<NamePolicyPlugin> replicationPolicy() {
    return Optional.ofNullable(policy);
  }

  /** Which topics of the source are mirrored, by their names. */
  public Predicate<String> topics() {
    return topicFilter == null
        ? _ -> true
        : name -> topicFilter.call("shouldReplicateTopic", name, f -> f.shouldReplicateTopic(name));
  }

  /** Which groups of the source are carried over, by their ids. */
  public Predicate<String> groups() {
    return groupFilter == null
        ? _ -> true
        : id -> groupFilter.call("shouldReplicateGroup", id, f -> f.shouldReplicateGroup(id));
  }

  /** Whether topics are filtered: nothing is known then of all names that begin in one way. */
  public boolean filterTopics() {
    return topicFilter != null;
  }

  /** Whether groups are filtered. */
  public boolean filterGroups() {
    return groupFilter != null;
  }

  /** Which properties of topics are synced. */
  public Optional<PropertyPlugin> properties() {
    return Optional.ofNullable(properties);
  }

  /** Lets all of them end. */
  @Override
  public void close() {
    if (policy != null) {
      policy.close();
    }
    if (topicFilter != null) {
      topicFilter.close();
    }
    if (groupFilter != null) {
      groupFilter.close();
    }
    if (properties != null) {
      properties.close();
    }
  }
}
