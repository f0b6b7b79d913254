package dev.kafkamirror.replicator.acl;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Acls;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * Mirrors ACLs, once a period, from its construction to {@link #close}. It has a thread and clients
 * of its own: a cluster that answers slowly, or refuses, holds up nothing else.
 */
public final class AclSync implements AutoCloseable {
  private static final int API_TIMEOUT_MS = 20_000;

  private final FlowSettings settings;
  private final ClusterIdentity sourceIdentity;
  private final ClusterIdentity targetIdentity;
  private final RetryingThread thread;
  private volatile Acls state;

  /**
   * @param settings with another mode than Disabled
   */
  public AclSync(FlowSettings settings, ClusterIdentity source, ClusterIdentity target) {
    this.settings = settings;
    this.sourceIdentity = source;
    this.targetIdentity = target;
    this.thread = new RetryingThread("acls", this::work, this::failed);
    thread.start();
  }

  /** The part of the settings that it goes by; with another, another one has to take its place. */
  public static Object governing(FlowSettings settings) {
    var spec = settings.spec();
    return List.of(spec.acls(), spec.topics(), spec.groups(), settings.source(), settings.target());
  }

  private void work(RetryingThread self) throws Exception {
    Duration period = Duration.ofSeconds(settings.spec().acls().periodSeconds());
    try (Admin source = Clients.admin(settings.source(), "acls-source-admin", API_TIMEOUT_MS);
        Admin target = Clients.admin(settings.target(), "acls-target-admin", API_TIMEOUT_MS)) {
      AclRound round = new AclRound(settings, source, target);
      do {
        sourceIdentity.check(source);
        targetIdentity.check(target);
        state = round.run();
      } while (self.pause(period));
    }
  }

  private void failed(Throwable error) {
    state = new Acls(ClusterErrors.reason(error), ClusterErrors.message(error));
  }

  /** How the last round went, null before it. */
  public Acls state() {
    return state;
  }

  @Override
  public void close() {
    thread.close();
  }
}
