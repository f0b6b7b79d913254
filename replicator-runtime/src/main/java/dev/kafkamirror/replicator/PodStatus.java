package dev.kafkamirror.replicator;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRecords;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.replicator.fleet.FleetStatus;
import java.util.List;

/** Puts the status of the process together and judges it. */
final class PodStatus {
  private static final ClusterHealth UNKNOWN = new ClusterHealth(ClusterState.Unknown, null, null);
  private static final FleetStatus NOTHING_RUNS =
      new FleetStatus(
          FleetState.Joining,
          -1,
          UNKNOWN,
          UNKNOWN,
          new Work(0, 0, 0, 0, 0, 0, null, null, null, 0, 0, null, null),
          null,
          new DataLoss(0, 0, null),
          new ForeignRecords(0, 0, null),
          null,
          null,
          null,
          null,
          null,
          List.of());

  private PodStatus() {}

  static ReplicatorStatus of(String pod, ControlLoop.State<FleetFlow> state, boolean leaving) {
    FleetStatus fleet = state.flow() == null ? NOTHING_RUNS : state.flow().status();
    return new ReplicatorStatus(
        pod,
        Version.current(),
        state.applied() == null ? null : state.applied().revision(),
        state.error(),
        leaving ? FleetState.Leaving : fleet.state(),
        fleet.generation(),
        fleet.source(),
        fleet.target(),
        fleet.work(),
        fleet.delivery(),
        fleet.dataLoss(),
        fleet.foreignRecords(),
        fleet.flow(),
        fleet.groups(),
        fleet.sourceGroup(),
        fleet.promotion(),
        fleet.notCopied(),
        fleet.failures());
  }

  /**
   * Why the pod is not ready, null when it is. Refused settings are none as long as older ones are
   * in force: the pod does its work.
   */
  static String obstacle(ReplicatorStatus status) {
    if (status.revision() == null) {
      return status.settingsError() == null ? "settings are being read" : status.settingsError();
    }
    return switch (status.fleetState()) {
      case Member, Paused -> null;
      case Joining ->
          "joining the fleet"
              + trouble("source", status.source())
              + trouble("target", status.target());
      case Leaving -> "leaving the fleet";
    };
  }

  private static String trouble(String role, ClusterHealth cluster) {
    return cluster.message() == null ? "" : "; " + role + ": " + cluster.message();
  }
}
