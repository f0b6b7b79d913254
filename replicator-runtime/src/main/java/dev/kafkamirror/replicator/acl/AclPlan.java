package dev.kafkamirror.replicator.acl;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;

/**
 * What is to be done at the target: a pure function of what both clusters have.
 *
 * @param create ACLs that the target lacks
 * @param remove ACLs that the mirror once created and the source no longer has
 * @param forget ACLs that the mirror once created and somebody else has removed since; should they
 *     come again, they are not the mirror's
 * @param leftOut ACLs of the source whose pattern stands for more than what is mirrored
 */
record AclPlan(
    Set<AclBinding> create,
    Set<AclBinding> remove,
    Set<AclBinding> forget,
    List<AclBinding> leftOut) {

  /**
   * The plan.
   *
   * @param written what the mirror has noted as created by itself; none when it removes nothing
   */
  static AclPlan of(
      AclRules rules,
      Collection<AclBinding> source,
      Collection<AclBinding> target,
      Set<AclBinding> written) {
    Set<AclBinding> wanted = new HashSet<>();
    source.forEach(acl -> rules.target(acl).ifPresent(wanted::add));
    Set<AclBinding> create = new HashSet<>(wanted);
    create.removeAll(new HashSet<>(target));
    Set<AclBinding> forget = new HashSet<>(written);
    forget.removeAll(wanted);
    Set<AclBinding> remove = new HashSet<>(forget);
    remove.retainAll(new HashSet<>(target));
    forget.removeAll(remove);
    return new AclPlan(create, remove, forget, source.stream().filter(rules::isTooWide).toList());
  }
}
