package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.plugin.NamePolicyPlugin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names as a class of the user's makes them. What it can't say is taken to be unknown: where it
 * tells no upstream cluster, names stop no loop, but the claims of other mirrors on their remote
 * topics still do.
 */
final class PluginNames implements NamePolicy {
  private final NamePolicyPlugin policy;
  private final BuiltInNames builtIn;
  private final String sourceAlias;
  private final String targetAlias;

  /**
   * @param builtIn knows the topics that the engine keeps its own state in
   */
  PluginNames(
      NamePolicyPlugin policy, BuiltInNames builtIn, String sourceAlias, String targetAlias) {
    this.policy = policy;
    this.builtIn = builtIn;
    this.sourceAlias = sourceAlias;
    this.targetAlias = targetAlias;
  }

  @Override
  public String remoteName(String topic) {
    return policy.remoteTopic(sourceAlias, topic);
  }

  @Override
  public Optional<String> selectedName(String topic) {
    return Optional.of(topic);
  }

  @Override
  public Optional<String> nameAtHome(String topic) {
    return policy
        .source(topic)
        .filter(targetAlias::equals)
        .flatMap(_ -> policy.upstream(topic))
        .filter(name -> !name.equals(topic));
  }

  @Override
  public Optional<String> remotePrefix() {
    return Optional.empty();
  }

  @Override
  public String heartbeats() {
    return policy.heartbeatsTopic();
  }

  @Override
  public String offsetSyncs(String alias) {
    return policy.offsetSyncsTopic(alias);
  }

  @Override
  public String checkpoints() {
    return policy.checkpointsTopic(sourceAlias);
  }

  @Override
  public boolean isHeartbeats(String topic) {
    return policy.isHeartbeats(topic);
  }

  @Override
  public boolean isInternal(String topic) {
    return builtIn.isInternal(topic) || policy.isInternal(topic);
  }

  @Override
  public boolean tellsSource() {
    return false;
  }

  /** The rule of MirrorMaker 2 (MirrorSourceConnector.isCycle), which ends where names do. */
  @Override
  public Predicate<String> cycles(Set<String> topics) {
    return this::hasBeenOnTarget;
  }

  private boolean hasBeenOnTarget(String topic) {
    Set<String> seen = new HashSet<>();
    Optional<String> at = Optional.of(topic);
    while (at.isPresent() && seen.add(at.get())) {
      Optional<String> source = policy.source(at.get());
      if (source.isEmpty() || source.get().equals(targetAlias)) {
        return source.isPresent();
      }
      at = policy.upstream(at.get());
    }
    return false;
  }
}
