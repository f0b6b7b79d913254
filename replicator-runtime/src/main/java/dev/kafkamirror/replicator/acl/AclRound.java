package dev.kafkamirror.replicator.acl;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Acls;
import dev.kafkamirror.api.v1alpha1.AclsSpec.Mode;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteAclsResult.FilterResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One comparison of the ACLs of both clusters, and what follows from it. */
final class AclRound {
  private static final Logger LOG = LoggerFactory.getLogger(AclRound.class);

  /** Far below what a KRaft controller takes in one request. */
  private static final int ACLS_AT_ONCE = 1_000;

  private final FlowSettings settings;
  private final Admin source;
  private final Admin target;
  private final AclRules rules;
  private final AclMemory memory;

  /** What the mirror has created; null until it is read. */
  private Set<AclBinding> written;

  AclRound(FlowSettings settings, Admin source, Admin target) {
    this.settings = settings;
    this.source = source;
    this.target = target;
    this.rules = new AclRules(settings);
    this.memory = new AclMemory(settings);
  }

  /**
   * Compares, and changes what differs.
   *
   * @return how it went; a cluster that refuses is no error
   */
  Acls run() throws ExecutionException, InterruptedException, IOException, TimeoutException {
    Refusals refusals = new Refusals();
    Collection<AclBinding> here = describe(source, settings.source(), refusals);
    Collection<AclBinding> there = describe(target, settings.target(), refusals);
    if (here == null || there == null) {
      return refusals.acls();
    }
    boolean full = settings.spec().acls().mode() == Mode.Full;
    if (full && written == null) {
      written = memory.read(target);
    }
    AclPlan plan = AclPlan.of(rules, here, there, full ? written : Set.of());
    if (full) {
      Set<AclBinding> news = new HashSet<>(plan.create());
      news.removeAll(written);
      memory.note(news);
      written.addAll(news);
    }
    Set<AclBinding> gone = new HashSet<>(plan.forget());
    gone.addAll(create(List.copyOf(plan.create()), refusals));
    gone.addAll(remove(List.copyOf(plan.remove()), refusals));
    if (full) {
      memory.forget(gone);
      written.removeAll(gone);
    }
    return refusals.isEmpty() ? synced(plan) : refusals.acls();
  }

  private static Acls synced(AclPlan plan) {
    return new Acls(
        Acls.SYNCED,
        plan.leftOut().isEmpty()
            ? ""
            : "%d ACLs are left out, because they stand for more than the mirror selects; first: %s"
                .formatted(plan.leftOut().size(), plan.leftOut().getFirst().pattern()));
  }

  /** Null when the cluster does not tell. */
  private static Collection<AclBinding> describe(
      Admin admin, ClientSettings cluster, Refusals refusals)
      throws ExecutionException, InterruptedException {
    try {
      return admin.describeAcls(AclBindingFilter.ANY).values().get();
    } catch (ExecutionException e) {
      switch (ClusterErrors.cause(e)) {
        case SecurityDisabledException _ ->
            refusals.add(
                "NoAuthorizer",
                "cluster "
                    + cluster.alias()
                    + " has no authorizer and so no ACLs; set acls.mode Disabled, or give its"
                    + " brokers an authorizer");
        case AuthorizationException refused ->
            refusals.add(
                ClusterErrors.reason(refused),
                "the ACLs of cluster "
                    + cluster.alias()
                    + " cannot be read (right Describe on the cluster): "
                    + ClusterErrors.message(refused));
        default -> throw e;
      }
      return null;
    }
  }

  /** Returns those that were certainly not created. */
  private Set<AclBinding> create(List<AclBinding> acls, Refusals refusals)
      throws InterruptedException {
    Set<AclBinding> refused = new HashSet<>();
    for (int from = 0; from < acls.size(); from += ACLS_AT_ONCE) {
      List<AclBinding> part = acls.subList(from, Math.min(acls.size(), from + ACLS_AT_ONCE));
      Map<AclBinding, KafkaFuture<Void>> answers = target.createAcls(part).values();
      for (AclBinding acl : part) {
        try {
          answers.get(acl).get();
          LOG.atInfo().addKeyValue("acl", acl).log("ACL created as the source has it");
        } catch (ExecutionException e) {
          refusals.add(e, acl, "created", settings.target());
          if (!(ClusterErrors.cause(e) instanceof RetriableException)) {
            refused.add(acl);
          }
        }
      }
    }
    return refused;
  }

  /** Returns those that are gone. */
  private Set<AclBinding> remove(List<AclBinding> acls, Refusals refusals)
      throws InterruptedException {
    Set<AclBinding> gone = new HashSet<>();
    for (int from = 0; from < acls.size(); from += ACLS_AT_ONCE) {
      List<AclBinding> part = acls.subList(from, Math.min(acls.size(), from + ACLS_AT_ONCE));
      var answers = target.deleteAcls(part.stream().map(AclBinding::toFilter).toList()).values();
      for (AclBinding acl : part) {
        try {
          for (FilterResult removed : answers.get(acl.toFilter()).get().values()) {
            if (removed.exception() != null) {
              throw new ExecutionException(removed.exception());
            }
          }
          gone.add(acl);
          LOG.atInfo().addKeyValue("acl", acl).log("ACL removed, the source no longer has it");
        } catch (ExecutionException e) {
          refusals.add(e, acl, "removed", settings.target());
        }
      }
    }
    return gone;
  }

  /** What the clusters refused; the first one is told. */
  private static final class Refusals {
    private int count;
    private String reason;
    private String message;

    void add(ExecutionException error, AclBinding acl, String what, ClientSettings cluster) {
      add(
          ClusterErrors.reason(error),
          "an ACL of %s cannot be %s in cluster %s (right Alter on the cluster): %s"
              .formatted(acl.pattern(), what, cluster.alias(), ClusterErrors.message(error)));
    }

    void add(String newReason, String newMessage) {
      count++;
      if (reason == null) {
        reason = newReason;
        message = newMessage;
      }
    }

    boolean isEmpty() {
      return count == 0;
    }

    Acls acls() {
      return new Acls(reason, count == 1 ? message : count + " refusals, first: " + message);
    }
  }
}
