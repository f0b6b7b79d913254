package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.operator.scale.FlowLoad;
import dev.kafkamirror.operator.status.Fleet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the pods of a flow have to do, by what they report. */
final class FlowLoads {
  /** Limits that keep a pod from copying faster however idle it is. */
  private static final List<String> AT_ITS_LIMIT = List.of("Cpu", "Source", "Target");

  private FlowLoads() {}

  /** The load, empty while a pod does not say all that is needed or partitions have no pod. */
  static Optional<FlowLoad> of(Fleet fleet) {
    var works = fleet.lastingAnswers().stream().map(ReplicatorStatus::work).toList();
    var lag = fleet.lagBytes();
    var flow = fleet.flow().filter(f -> f.partitionsUnassigned() == 0);
    boolean known =
        works.size() == fleet.lasting().size()
            && works.stream().allMatch(work -> work != null && work.utilization() != null);
    if (!known || works.isEmpty() || lag.isEmpty() || flow.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FlowLoad(
            works.stream().mapToDouble(FlowLoads::utilization).sum(),
            works.stream().anyMatch(work -> Objects.equals(work.limit(), "Quota")),
            fleet.rate(Work::bytesPerSecond),
            lag.get(),
            flow.get().partitionsTotal()));
  }

  private static double utilization(Work work) {
    return AT_ITS_LIMIT.contains(work.limit()) ? 1 : Math.min(1, work.utilization());
  }
}
