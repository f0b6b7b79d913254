package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Who takes part in a flow at present, as the group's coordinator on the target knows it. */
public final class FleetMembers {
  private static final int API_TIMEOUT_MS = 10_000;

  private FleetMembers() {}

  /**
   * Addresses of the members' hosts; none means that the mirror is stopped. A process that was
   * killed still counts for some seconds.
   */
  public static List<String> hosts(FlowSettings settings) throws InterruptedException {
    try (Admin admin = Clients.admin(settings.target(), "fleet-members", API_TIMEOUT_MS)) {
      return admin
          .describeConsumerGroups(List.of(settings.groupId()))
          .describedGroups()
          .get(settings.groupId())
          .get()
          .members()
          .stream()
          .map(m -> m.host().replaceFirst("^/", ""))
          .sorted()
          .toList();
    } catch (ExecutionException e) {
      if (ClusterErrors.cause(e) instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new ClusterException(
          ClusterErrors.health(settings.target(), null, e).message(), ClusterErrors.cause(e));
    }
  }
}
