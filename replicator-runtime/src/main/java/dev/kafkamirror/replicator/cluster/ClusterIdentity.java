package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Which cluster is meant by the addresses: the one whose id the settings name; where they name
 * none, the one that answered first.
 */
public final class ClusterIdentity {
  private String meant;
  private boolean named;

  /**
   * @param named the id in the settings, null when they have none
   */
  public ClusterIdentity(String named) {
    this.meant = named;
    this.named = named != null;
  }

  public static ClusterIdentity of(ClientSettings cluster) {
    return new ClusterIdentity(cluster.clusterId());
  }

  /**
   * Takes up what other settings name.
   *
   * @return false when that is another cluster than was meant until now; nothing is changed then
   */
  public synchronized boolean follow(String name) {
    if (name != null && meant != null && !name.equals(meant)) {
      return false;
    }
    named = name != null;
    meant = named ? name : meant;
    return true;
  }

  /** Whether the settings name a cluster, so that only its own answer shows that it is there. */
  synchronized boolean named() {
    return named;
  }

  /**
   * Lets pass the cluster that is meant.
   *
   * @param id of the cluster that answers
   */
  synchronized void check(String id) {
    if (meant == null) {
      meant = id;
    } else if (!meant.equals(id)) {
      throw new ClusterIdMismatchException(
          "this is cluster "
              + id
              + (named ? ", and clusterId in the settings is " : ", and until now it was ")
              + meant);
    }
  }

  /** The same for the cluster that an admin client speaks with. */
  public void check(Admin admin) throws ExecutionException, InterruptedException {
    check(admin.describeCluster().clusterId().get());
  }
}
