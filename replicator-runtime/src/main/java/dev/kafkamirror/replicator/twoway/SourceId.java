package dev.kafkamirror.replicator.twoway;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The id of the source's cluster: as the settings name it, or as the cluster itself does. */
final class SourceId {
  private static final int API_TIMEOUT_MS = 15_000;

  private final ClientSettings source;
  private final String clientId;
  private String id;

  SourceId(ClientSettings source, String clientId) {
    this.source = source;
    this.clientId = clientId;
    this.id = source.clusterId();
  }

  /** Waits for the cluster where it must be asked. */
  synchronized String get() throws ExecutionException, InterruptedException {
    if (id == null) {
      try (Admin admin = Clients.admin(source, clientId, API_TIMEOUT_MS)) {
        id = admin.describeCluster().clusterId().get();
      }
    }
    return id;
  }
}
