package dev.kafkamirror.replicator.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several gauges whose samples come mixed: all of one partition, then all of the next. */
final class Gauges {
  private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

  /** One sample more; none when the value is NaN, which stands for what is not known. */
  void add(String name, String help, Labels labels, double value) {
    if (!Double.isNaN(value)) {
      byName
          .computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
          .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }
  }

  List<GaugeSnapshot> snapshots() {
    return byName.values().stream().map(GaugeSnapshot.Builder::build).toList();
  }
}
