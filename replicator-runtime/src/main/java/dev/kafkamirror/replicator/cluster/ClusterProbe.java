package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * Asks a cluster every few seconds who it is, so that every pod knows whether it can be reached and
 * why not, also a pod that has no work.
 */
public final class ClusterProbe implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int ANSWER_WITHIN_MS = 8_000;

  private final ClientSettings cluster;
  private final ClusterIdentity identity;
  private final RetryingThread thread;
  private volatile ClusterHealth health = new ClusterHealth(ClusterState.Unknown, null, null);

  public ClusterProbe(ClientSettings cluster, ClusterIdentity identity, String clientId) {
    this.cluster = cluster;
    this.identity = identity;
    this.thread =
        new RetryingThread("probe-" + cluster.alias(), self -> probe(self, clientId), this::failed);
  }

  public void start() {
    thread.start();
  }

  public ClusterHealth health() {
    return health;
  }

  /**
   * Whether this is the cluster that is meant, as far as it has ever answered; where the settings
   * name none, also before its first answer.
   */
  public boolean isMeant() {
    ClusterHealth now = health;
    return now.state() != ClusterState.ClusterIdMismatch
        && (now.clusterId() != null || !identity.named());
  }

  private void probe(RetryingThread self, String clientId) throws Exception {
    try (Admin admin = Clients.admin(cluster, clientId, ANSWER_WITHIN_MS)) {
      do {
        String id = admin.describeCluster().clusterId().get();
        identity.check(id);
        health = new ClusterHealth(ClusterState.Reachable, id, null);
      } while (self.pause(PERIOD));
    }
  }

  private void failed(Throwable error) {
    health = ClusterErrors.health(cluster, health.clusterId(), error);
  }

  @Override
  public void close() {
    thread.close();
  }
}
