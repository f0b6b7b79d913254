package dev.kafkamirror.replicator.acl;

import dev.kafkamirror.api.v1alpha1.AclsSpec.Mode;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.replicator.plugin.Plugins;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.NameSelectors;
import dev.kafkamirror.replicator.topic.TopicNaming;
import dev.kafkamirror.replicator.topic.TopicSelection;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What the target should have of an ACL of the source. A pattern is carried over only where all
 * that it stands for is mirrored, so that nobody gets a right on what belongs to the target alone.
 */
final class AclRules {
  private final Mode mode;
  private final TopicSelection selection;
  private final TopicNaming naming;
  private final NameSelectors topics;
  private final NameSelectors groups;
  private final Plugins plugins;

  AclRules(FlowSettings flow) {
    KafkaMirrorSpec spec = flow.spec();
    this.mode = spec.acls().mode();
    this.selection = new TopicSelection(flow);
    this.naming = TopicNaming.of(flow);
    this.plugins = flow.plugins();
    this.topics = new NameSelectors(spec.topics().include(), spec.topics().exclude());
    this.groups = new NameSelectors(spec.groups().include(), spec.groups().exclude());
  }

  /** The ACL for the target, empty when it is to have none. */
  Optional<AclBinding> target(AclBinding source) {
    return switch (mode) {
      case Disabled -> Optional.empty();
      case ReadOnly -> readOnly(source);
      case Full ->
          pattern(source.pattern()).map(pattern -> new AclBinding(pattern, source.entry()));
    };
  }

  /** Whether an ACL of a pattern is left out, although some of what it stands for is mirrored. */
  boolean isTooWide(AclBinding source) {
    ResourcePattern pattern = source.pattern();
    return mode == Mode.Full
        && isPattern(pattern)
        && switch (pattern.resourceType()) {
          case TOPIC -> !isInternal(prefix(pattern)) && topics.mayInclude(prefix(pattern));
          case GROUP -> groups.mayInclude(prefix(pattern));
          default -> false;
        }
        && pattern(pattern).isEmpty();
  }

  /** MirrorMaker 2's rules (MirrorSourceConnector.syncTopicAcls, targetAclBinding). */
  private Optional<AclBinding> readOnly(AclBinding source) {
    ResourcePattern pattern = source.pattern();
    AccessControlEntry entry = source.entry();
    boolean allowed = entry.permissionType() == AclPermissionType.ALLOW;
    if (pattern.resourceType() != ResourceType.TOPIC
        || isPattern(pattern)
        || (allowed && entry.operation() == AclOperation.WRITE)) {
      return Optional.empty();
    }
    AccessControlEntry reading =
        allowed && entry.operation() == AclOperation.ALL
            ? new AccessControlEntry(
                entry.principal(), entry.host(), AclOperation.READ, AclPermissionType.ALLOW)
            : entry;
    return pattern(pattern).map(remote -> new AclBinding(remote, reading));
  }

  private Optional<ResourcePattern> pattern(ResourcePattern source) {
    return switch (source.resourceType()) {
      case TOPIC -> isPattern(source) ? topicPattern(prefix(source)) : topic(source.name());
      case GROUP -> group(source);
      default -> Optional.empty();
    };
  }

  private Optional<ResourcePattern> topic(String name) {
    return selection.test(name)
        ? Optional.of(
            new ResourcePattern(ResourceType.TOPIC, naming.remoteName(name), PatternType.LITERAL))
        : Optional.empty();
  }

  private Optional<ResourcePattern> topicPattern(String prefix) {
    boolean all =
        topics.includesAll(prefix)
            && !topics.mayExclude(prefix)
            && !plugins.filterTopics()
            && !isInternal(prefix);
    return naming
        .remotePrefix()
        .filter(_ -> all)
        .map(remote -> startingWith(ResourceType.TOPIC, remote + prefix));
  }

  /** Groups keep their names; the exclusion of some is no reason to lose a right on all. */
  private Optional<ResourcePattern> group(ResourcePattern source) {
    boolean selected =
        isPattern(source)
            ? groups.includesAll(prefix(source)) && !plugins.filterGroups()
            : groups.and(plugins.groups()).test(source.name());
    return selected ? Optional.of(source) : Optional.empty();
  }

  private static ResourcePattern startingWith(ResourceType type, String prefix) {
    return prefix.isEmpty()
        ? new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL)
        : new ResourcePattern(type, prefix, PatternType.PREFIXED);
  }

  private static boolean isPattern(ResourcePattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED
        || pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE);
  }

  /** What all names begin with that a pattern stands for. */
  private static String prefix(ResourcePattern pattern) {
    return pattern.patternType() == PatternType.PREFIXED ? pattern.name() : "";
  }

  /** Topics of Kafka's own and of mirrors are each cluster's. */
  private static boolean isInternal(String prefix) {
    return prefix.startsWith("__") || prefix.startsWith("mm2");
  }
}
