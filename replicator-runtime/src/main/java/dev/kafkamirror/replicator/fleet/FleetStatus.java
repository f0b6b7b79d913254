package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRecords;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.NotCopied;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Promotion;
import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import java.util.List;
import java.util.Optional;

/**
 * A pod's part in its fleet at one moment, in the terms of {@code GET /v1/status}.
 *
 * @param generation the group's generation that the pod takes part in, -1 for none
 * @param delivery null when it copies nothing
 * @param flow from the leader only, null from every other pod
 * @param groups the pod's share of the consumer groups, null when they are not carried over
 * @param sourceGroup null when positions are not committed to a group of the source
 * @param promotion from the leader only, null where there is no request to end copying
 * @param notCopied null where nothing was promoted
 * @param failures at most ten
 */
public record FleetStatus(
    FleetState state,
    int generation,
    ClusterHealth source,
    ClusterHealth target,
    Work work,
    Delivery delivery,
    DataLoss dataLoss,
    ForeignRecords foreignRecords,
    Flow flow,
    Groups groups,
    SourceGroup sourceGroup,
    Promotion promotion,
    NotCopied notCopied,
    List<Failure> failures) {

  /** The same, with what other clients of this process find out that do not reach a cluster. */
  FleetStatus withTroubleOf(FleetStatus others) {
    return new FleetStatus(
        state,
        generation,
        trouble(others.source).orElse(source),
        trouble(others.target).orElse(target),
        work,
        delivery,
        dataLoss,
        foreignRecords,
        flow,
        groups,
        sourceGroup,
        promotion,
        notCopied,
        failures);
  }

  private static Optional<ClusterHealth> trouble(ClusterHealth cluster) {
    return switch (cluster.state()) {
      case Unknown, Reachable -> Optional.empty();
      default -> Optional.of(cluster);
    };
  }
}
