package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.util.Optional;
import org.apache.kafka.common.IsolationLevel;

/**
 * Everything that one flow runs on, read from the settings file and the secrets directory.
 *
 * @param flow name of the flow: unique on the target, part of its group id and its topics' names
 * @param revision first 12 hex digits of the SHA-256 of the settings file
 * @param spec the user's wishes with every default filled in: no field that the engine reads is
 *     null
 * @param plugins the classes of the user's that the spec names
 */
public record FlowSettings(
    String flow,
    String revision,
    KafkaMirrorSpec spec,
    ClientSettings source,
    ClientSettings target,
    Plugins plugins) {

  /** A flow without classes of the user's. */
  public FlowSettings(
      String flow,
      String revision,
      KafkaMirrorSpec spec,
      ClientSettings source,
      ClientSettings target) {
    this(flow, revision, spec, source, target, Plugins.NONE);
  }

  /** These, with the clients of others. */
  public FlowSettings withClientsOf(FlowSettings others) {
    return new FlowSettings(flow, revision, spec, others.source, others.target, plugins);
  }

  /** What a consumer of the source that sees what is mirrored would be set to. */
  public IsolationLevel isolation() {
    return switch (spec.topics().isolation()) {
      case ReadCommitted -> IsolationLevel.READ_COMMITTED;
      case ReadUncommitted -> IsolationLevel.READ_UNCOMMITTED;
    };
  }

  /** The group that the flow's pods form on the target. */
  public String groupId() {
    return groupIdOf(flow);
  }

  /** The group that the pods of the flow of this name form on its target. */
  public static String groupIdOf(String flow) {
    return "mm2-" + flow;
  }

  /** The compacted topic on the target that holds the flow's positions. */
  public String positionsTopic() {
    return positionsTopic(flow);
  }

  private static String positionsTopic(String flow) {
    return "mm2-positions." + flow + ".internal";
  }

  /**
   * Where the mirror of the other direction has its positions, on the source; empty when there is
   * none.
   */
  public Optional<String> reversePositionsTopic() {
    return reverseFlow().map(FlowSettings::positionsTopic);
  }

  /** Name of the flow of the other direction; empty when there is none. */
  public Optional<String> reverseFlow() {
    return Optional.ofNullable(spec.reverseOf())
        .map(other -> flow(target.alias(), other.namespace(), other.name()));
  }

  /**
   * Name of a flow.
   *
   * @param namespace null or empty outside Kubernetes
   */
  static String flow(String sourceAlias, String namespace, String name) {
    String within = namespace == null || namespace.isEmpty() ? "" : namespace + ".";
    return sourceAlias + "." + within + name;
  }

  /** The compacted topic on the target that says which ACLs of the target the flow created. */
  public String aclsTopic() {
    return "mm2-acls." + flow + ".internal";
  }

  /** The topic of the source that the flow's canary is written to; empty when there is none. */
  public Optional<String> canaryTopic() {
    return Optional.ofNullable(spec.canary()).map(_ -> "mm2-canary." + flow);
  }

  /** The group of the source that positions are committed to; empty when to none. */
  public Optional<String> sourceGroup() {
    return Optional.ofNullable(spec.sourceGroup())
        .map(group -> group.id() == null ? "mm2-source." + flow : group.id());
  }

  /**
   * The transactional id of a task on the target.
   *
   * @param task its name, never used by another task of the flow
   */
  public String transactionalId(String task) {
    return "mm2-" + flow + "-" + task;
  }
}
