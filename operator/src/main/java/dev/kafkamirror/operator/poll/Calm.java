package dev.kafkamirror.operator.poll;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.operator.status.Rounding;

/** Rounds a pod's answer, so that two answers differ only when a person would see it. */
final class Calm {
  private Calm() {}

  static ReplicatorStatus rounded(ReplicatorStatus status) {
    return new ReplicatorStatus(
        status.pod(),
        status.version(),
        status.revision(),
        status.settingsError(),
        status.fleetState(),
        status.generation(),
        status.source(),
        status.target(),
        status.work() == null ? null : rounded(status.work()),
        status.delivery(),
        status.dataLoss(),
        status.foreignRecords(),
        status.flow() == null ? null : rounded(status.flow()),
        status.groups(),
        status.sourceGroup(),
        status.promotion(),
        status.notCopied(),
        status.failures());
  }

  private static Work rounded(Work work) {
    return new Work(
        work.tasks(),
        work.tasksFailed(),
        work.partitions(),
        work.replicating(),
        work.catchingUp(),
        work.failed(),
        Rounding.twoDigits(work.lagRecords()),
        Rounding.twoDigits(work.lagBytes()),
        Rounding.oneTwoFive(work.lagSeconds()),
        Rounding.twoDigits(work.recordsPerSecond()),
        Rounding.twoDigits(work.bytesPerSecond()),
        Rounding.tenth(work.utilization()),
        work.limit());
  }

  private static Flow rounded(Flow flow) {
    var beat = flow.heartbeat();
    return new Flow(
        flow.topicsMatched(),
        flow.topicsReplicating(),
        flow.partitionsTotal(),
        flow.partitionsUnassigned(),
        flow.tasksDesired(),
        beat == null
            ? null
            : new Heartbeat(
                beat.state(), Rounding.oneTwoFive(beat.roundTripMillis()), beat.message()),
        flow.configsFailed(),
        flow.sourceDeleted(),
        flow.acls(),
        flow.canary() == null ? null : rounded(flow.canary()),
        flow.promoted(),
        flow.standby());
  }

  private static Canary rounded(Canary canary) {
    return new Canary(
        canary.state(), Rounding.oneTwoFive(canary.delayMillis()), canary.lost(), canary.message());
  }
}
