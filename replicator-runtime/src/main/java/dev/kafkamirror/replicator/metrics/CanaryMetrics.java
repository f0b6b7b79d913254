package dev.kafkamirror.replicator.metrics;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** How the canary gets on, from the leader's pod. */
final class CanaryMetrics {
  private CanaryMetrics() {}

  /**
   * @param canary null when there is none
   */
  static List<MetricSnapshot> of(FlowSnapshot now, Canary canary) {
    if (canary == null) {
      return List.of();
    }
    Labels flow = Labels.of("source", now.source(), "target", now.target());
    Gauges gauges = new Gauges();
    gauges.add(
        "kafkamirror_canary_state",
        "Whether canaries arrive; the value is always 1",
        flow.add("state", canary.state().name()),
        1);
    gauges.add(
        "kafkamirror_canary_delay_seconds",
        "From writing the last canary into the source to reading it on the target or, when one is"
            + " late, since that was written",
        flow,
        canary.delayMillis() == null ? Double.NaN : canary.delayMillis() / 1e3);
    List<MetricSnapshot> all = new ArrayList<>(gauges.snapshots());
    all.add(
        CounterSnapshot.builder()
            .name("kafkamirror_canary_lost")
            .help("Canaries that never arrived although later ones have")
            .dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(flow)
                    .value((double) canary.lost())
                    .build())
            .build());
    return all;
  }
}
