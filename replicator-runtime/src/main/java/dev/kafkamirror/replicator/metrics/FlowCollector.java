package dev.kafkamirror.replicator.metrics;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.status.Lag;
import dev.kafkamirror.replicator.status.Limit;
import dev.kafkamirror.replicator.status.Limit.Pressure;
import dev.kafkamirror.replicator.task.PartitionState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The flow's own metrics, computed at each scrape from what the pod owns then, so that a partition
 * that leaves the pod leaves its metrics with it. What is not known has no sample: unknown is not
 * zero.
 */
final class FlowCollector implements MultiCollector {
  private final Supplier<FlowSnapshot> flow;

  FlowCollector(Supplier<FlowSnapshot> flow) {
    this.flow = flow;
  }

  @Override
  public MetricSnapshots collect() {
    FlowSnapshot now = flow.get();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        gauge(
            "kafkamirror_build",
            "Version of the replicator; the value is always 1",
            one(1.0, "version", now.status().version())));
    all.add(
        gauge(
            "kafkamirror_settings_refused",
            "1 while the settings file or a secret is refused and older settings are in force, else"
                + " 0",
            one(now.status().settingsError() == null ? 0.0 : 1.0)));
    all.add(
        gauge(
            "kafkamirror_fleet_state",
            "The pod's membership in its fleet; the value is always 1",
            one(1.0, "state", now.status().fleetState().name())));
    if (now.source() != null) {
      addFleet(now, all);
      addPartitions(now, all);
      addGroups(now, all);
      all.addAll(limits(now));
      all.addAll(ClientMetrics.of(now));
      all.addAll(MirrorMakerMetrics.of(now));
    }
    return new MetricSnapshots(all);
  }

  private static void addFleet(FlowSnapshot now, List<MetricSnapshot> all) {
    ReplicatorStatus status = now.status();
    if (status.generation() >= 0) {
      all.add(
          gauge(
              "kafkamirror_fleet_generation",
              "Generation of the fleet's group that the pod's work comes from",
              one((double) status.generation(), "source", now.source(), "target", now.target())));
    }
    GaugeSnapshot.Builder clusters =
        GaugeSnapshot.builder()
            .name("kafkamirror_cluster_state")
            .help("How the pod reaches a cluster; the value is always 1");
    clusters.dataPoint(cluster("source", now.source(), status.source()));
    clusters.dataPoint(cluster("target", now.target(), status.target()));
    all.add(clusters.build());
    Heartbeat heartbeat = status.flow() == null ? null : status.flow().heartbeat();
    if (heartbeat != null && heartbeat.roundTripMillis() != null) {
      all.add(
          gauge(
              "kafkamirror_heartbeat_round_trip_seconds",
              "From writing the last heartbeat to reading it on the target; from the leader's pod"
                  + " only",
              one(
                  heartbeat.roundTripMillis() / 1e3,
                  "source",
                  now.source(),
                  "target",
                  now.target())));
    }
    if (status.flow() != null) {
      addTopics(now, status.flow(), all);
      all.addAll(CanaryMetrics.of(now, status.flow().canary()));
    }
  }

  private static void addTopics(FlowSnapshot now, Flow flow, List<MetricSnapshot> all) {
    addTopics(
        now,
        "kafkamirror_topics_configs_failed",
        "Topics that are copied, but whose remote topic does not get all properties that it should;"
            + " from the leader's pod only",
        flow.configsFailed(),
        all);
    addTopics(
        now,
        "kafkamirror_topics_source_deleted",
        "Topics that are gone from the source while their remote topic is there; from the leader's"
            + " pod only",
        flow.sourceDeleted(),
        all);
  }

  private static void addTopics(
      FlowSnapshot now, String name, String help, TopicNotes notes, List<MetricSnapshot> all) {
    if (notes != null) {
      all.add(
          gauge(
              name,
              help,
              one((double) notes.topics(), "source", now.source(), "target", now.target())));
    }
  }

  private static GaugeDataPointSnapshot cluster(String role, String alias, ClusterHealth health) {
    return point(Labels.of("role", role, "cluster", alias, "state", health.state().name()), 1);
  }

  private static void addPartitions(FlowSnapshot now, List<MetricSnapshot> all) {
    all.add(
        counter(
            now,
            "kafkamirror_records",
            "Records that the target has acknowledged",
            PartitionState::records));
    all.add(
        counter(
            now,
            "kafkamirror_bytes",
            "Bytes of record batches that the target has acknowledged",
            PartitionState::bytes));
    all.add(
        gauges(
            now,
            "kafkamirror_lag_records",
            "Records from the last acknowledged one to the source's end",
            p -> Lag.of(p, now.nowMillis()).records()));
    all.add(
        gauges(
            now,
            "kafkamirror_lag_seconds",
            "Age of the oldest record that the target has not acknowledged",
            p -> Lag.of(p, now.nowMillis()).seconds()));
    all.add(
        gauges(
            now,
            "kafkamirror_lag_bytes",
            "The same in bytes, estimated from the mean size of the records that were copied",
            p -> Lag.of(p, now.nowMillis()).bytes()));
    all.add(
        losses(
            now,
            "kafkamirror_lost_ranges",
            "Ranges of source offsets that were left out, or that the source lost",
            Losses.Sum::events));
    all.add(
        losses(now, "kafkamirror_lost_records", "Offsets in these ranges", Losses.Sum::records));
    all.add(foreignRecords(now));
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("kafkamirror_partition_state")
            .help("What a partition does; the value is always 1");
    now.partitions()
        .forEach(
            (tp, p) -> states.dataPoint(point(labels(now, tp).add("state", p.phase().name()), 1)));
    all.add(states.build());
  }

  private static void addGroups(FlowSnapshot now, List<MetricSnapshot> all) {
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("kafkamirror_group_state")
            .help("Whether a consumer group is carried over; the value is always 1");
    GaugeSnapshot.Builder earlier =
        GaugeSnapshot.builder()
            .name("kafkamirror_group_earlier_partitions")
            .help("Partitions in which a consumer group would read some records again");
    now.groups()
        .forEach(
            (group, result) -> {
              Labels labels =
                  Labels.of("source", now.source(), "target", now.target(), "group", group);
              states.dataPoint(point(labels.add("state", result.state().name()), 1));
              earlier.dataPoint(point(labels, result.earlier()));
            });
    all.add(states.build());
    all.add(earlier.build());
    SourceGroup shown = now.status().sourceGroup();
    if (shown != null) {
      all.add(
          gauge(
              "kafkamirror_source_group_state",
              "Whether the group of the source shows how far the pod is; the value is always 1",
              one(
                  1.0,
                  "source",
                  now.source(),
                  "target",
                  now.target(),
                  "group",
                  shown.group(),
                  "state",
                  shown.reason())));
    }
  }

  /** One sample for each limit, and 1 for the one that applies. */
  private static List<GaugeSnapshot> limits(FlowSnapshot now) {
    Gauges gauges = new Gauges();
    Labels flow = Labels.of("source", now.source(), "target", now.target());
    Pressure pressure = now.measures().pressure();
    for (Limit limit : Limit.values()) {
      gauges.add(
          "kafkamirror_limit",
          "1 for what keeps the pod from copying faster, else 0",
          flow.add("limit", limit.name()),
          limit == Limit.of(pressure) ? 1 : 0);
    }
    if (pressure.isBehind()) {
      String help = "Share of the last ten seconds by which the limit is judged";
      String name = "kafkamirror_limit_share";
      gauges.add(name, help, flow.add("limit", Limit.Quota.name()), pressure.heldBack());
      gauges.add(name, help, flow.add("limit", Limit.Cpu.name()), pressure.busy());
      gauges.add(name, help, flow.add("limit", Limit.Target.name()), pressure.full());
    }
    return gauges.snapshots();
  }

  /** No sample for what was never lost. */
  private static CounterSnapshot losses(
      FlowSnapshot now, String name, String help, Function<Losses.Sum, Long> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    now.partitions()
        .forEach(
            (tp, p) ->
                p.losses()
                    .byReason()
                    .forEach(
                        (reason, sum) ->
                            counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                    .labels(labels(now, tp).add("reason", reason.name()))
                                    .value(value.apply(sum))
                                    .build())));
    return counter.build();
  }

  /** No sample for a partition that nobody else wrote to. */
  private static CounterSnapshot foreignRecords(FlowSnapshot now) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("kafkamirror_foreign_records")
            .help("Records in the remote partition that the flow has not written");
    now.partitions()
        .forEach(
            (tp, p) -> {
              if (!p.foreign().isEmpty()) {
                counter.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(labels(now, tp))
                        .value((double) p.foreign().records())
                        .build());
              }
            });
    return counter.build();
  }

  private static CounterSnapshot counter(
      FlowSnapshot now, String name, String help, Function<PartitionState, Long> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    now.partitions()
        .forEach(
            (tp, p) ->
                counter.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(labels(now, tp))
                        .value(value.apply(p))
                        .build()));
    return counter.build();
  }

  /** One sample for each partition whose value is known. */
  private static GaugeSnapshot gauges(
      FlowSnapshot now, String name, String help, Function<PartitionState, Long> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (Map.Entry<TopicPartition, PartitionState> e : now.partitions().entrySet()) {
      Long known = value.apply(e.getValue());
      if (known != null) {
        gauge.dataPoint(point(labels(now, e.getKey()), known));
      }
    }
    return gauge.build();
  }

  private static GaugeSnapshot gauge(String name, String help, GaugeDataPointSnapshot value) {
    return GaugeSnapshot.builder().name(name).help(help).dataPoint(value).build();
  }

  private static GaugeDataPointSnapshot one(double value, String... labels) {
    return point(Labels.of(labels), value);
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static Labels labels(FlowSnapshot now, TopicPartition partition) {
    return Labels.of(
        "source", now.source(),
        "target", now.target(),
        "topic", partition.topic(),
        "partition", Integer.toString(partition.partition()));
  }
}
