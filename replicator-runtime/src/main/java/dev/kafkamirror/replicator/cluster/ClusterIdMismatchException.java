package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Another cluster answers at the addresses than the one that the settings name: an address was
 * mistyped or reused, or the cluster was replaced. Nothing may be read from it or written to it.
 */
public final class ClusterIdMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ClusterIdMismatchException(String meant, String found) {
    super("this is cluster " + found + ", and clusterId in the settings is " + meant);
  }

  /**
   * Lets pass the cluster that the settings name, and any when they name none.
   *
   * @param id of the cluster that answers
   */
  static void check(ClientSettings cluster, String id) {
    if (cluster.clusterId() != null && !cluster.clusterId().equals(id)) {
      throw new ClusterIdMismatchException(cluster.clusterId(), id);
    }
  }

  /** The same; the cluster is asked only when the settings name one. */
  public static void check(ClientSettings cluster, Admin admin)
      throws ExecutionException, InterruptedException {
    if (cluster.clusterId() != null) {
      check(cluster, admin.describeCluster().clusterId().get());
    }
  }
}
