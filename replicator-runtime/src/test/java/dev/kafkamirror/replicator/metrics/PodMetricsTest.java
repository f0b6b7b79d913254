package dev.kafkamirror.replicator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary.CanaryState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes;
import dev.kafkamirror.replicator.fleet.PodMeasures;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.groups.GroupState;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.status.Limit.Pressure;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Fetches;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Sends;
import dev.kafkamirror.replicator.wire.NetworkUse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodMetricsTest {
  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
  private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
  private static final PartitionState BEHIND =
      new PartitionState(
          Phase.Running,
          0,
          Copied.upTo(new Position(90, 90, 0)),
          100,
          1,
          7_000,
          90,
          4_500,
          Losses.NONE,
          null,
          null);
  private static final PartitionState UNKNOWN =
      new PartitionState(Phase.Starting, 0, null, -1, -1, -1, 0, 0, Losses.NONE, null, null);

  private static final Summary SIZES = new Summary(0.1, 5, 300, 200, 400, 300, 20, 60);
  private static final Summary LATENCIES = new Summary(0.5, 1.5, 3, 2, 4, 3.5, 20, 60);
  private static final Summary ZEROS = new Summary(0.5, 0, 0, 0, 0, 0, 20, 0);
  private static final TaskMeasures TASK =
      new TaskMeasures(
          "m-1-0",
          false,
          new NetworkUse(1, 0.25, 0.5, 1e9),
          new NetworkUse(7, Double.NaN, Double.NaN, Double.NaN),
          new Fetches(SIZES, LATENCIES, ZEROS, 0, 0),
          new Sends(SIZES, SIZES, LATENCIES, Summary.NONE));

  private FlowSnapshot now;
  private final PodMetrics metrics = new PodMetrics(() -> now);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everyPartitionOfThePodHasItsNumbers() {
    now = snapshot(Map.of(ORDERS_0, BEHIND));

    String labels = "{partition=\"0\",source=\"east\",target=\"west\",topic=\"orders\"}";
    assertThat(metrics.scrape())
        .contains(
            "kafkamirror_records_total" + labels + " 90.0\n",
            "kafkamirror_bytes_total" + labels + " 4500.0\n",
            "kafkamirror_lag_records" + labels + " 10.0\n",
            "kafkamirror_lag_seconds" + labels + " 3.0\n",
            "kafkamirror_partition_state{partition=\"0\",source=\"east\",state=\"Running\",");
  }

  @Test
  void foreignRecordsAreCountedWhereThereAreSome() {
    PartitionState joined =
        new PartitionState(
            Phase.Running,
            0,
            Copied.upTo(new Position(90, 95, 0)).with(new ForeignRecords(5, 50, 55, 1)),
            100,
            1,
            7_000,
            90,
            4_500,
            Losses.NONE,
            null,
            null);
    now = snapshot(Map.of(ORDERS_0, BEHIND, ORDERS_1, joined));

    String rest = ",source=\"east\",target=\"west\",topic=\"orders\"}";
    assertThat(metrics.scrape())
        .contains("kafkamirror_foreign_records_total{partition=\"1\"" + rest + " 5.0\n")
        .doesNotContain("kafkamirror_foreign_records_total{partition=\"0\"");
  }

  @Test
  void unknownLagHasNoSample() {
    now = snapshot(Map.of(ORDERS_0, UNKNOWN));

    assertThat(metrics.scrape())
        .contains("kafkamirror_records_total{partition=\"0\"")
        .doesNotContain("kafkamirror_lag_records{", "kafkamirror_lag_seconds{");
  }

  @Test
  void partitionThatLeftThePodHasNoMetricsLeft() {
    now = snapshot(Map.of(ORDERS_0, BEHIND, ORDERS_1, BEHIND));
    assertThat(metrics.scrape()).contains("partition=\"1\"");

    now = snapshot(Map.of(ORDERS_0, BEHIND));
    assertThat(metrics.scrape()).contains("partition=\"0\"").doesNotContain("partition=\"1\"");
  }

  @Test
  void eachGroupOfThePodHasItsState() {
    now = snapshot(Map.of());

    String flow = ",source=\"east\",target=\"west\"} ";
    assertThat(metrics.scrape())
        .contains(
            "kafkamirror_group_state{group=\"billing\",source=\"east\",state=\"Synced\",",
            "kafkamirror_group_state{group=\"audit\",source=\"east\",state=\"ActiveOnTarget\",",
            "kafkamirror_group_earlier_partitions{group=\"billing\"" + flow + "1.0",
            "kafkamirror_group_earlier_partitions{group=\"audit\"" + flow + "0.0",
            "kafkamirror_source_group_state{group=\"mm2-source.m\",source=\"east\",state=\"GroupInUse\",");
  }

  @Test
  void fleetAndHeartbeatAndJvmAreShown() {
    now = snapshot(Map.of());

    assertThat(metrics.scrape())
        .contains(
            "kafkamirror_fleet_generation{source=\"east\",target=\"west\"} 4.0",
            "kafkamirror_fleet_state{state=\"Member\"} 1.0",
            "kafkamirror_heartbeat_round_trip_seconds{source=\"east\",target=\"west\"} 0.012",
            "kafkamirror_cluster_state{cluster=\"east\",role=\"source\",state=\"Reachable\"} 1.0",
            "kafkamirror_cluster_state{cluster=\"west\",role=\"target\",state=\"TlsFailed\"} 1.0",
            "kafkamirror_topics_configs_failed{source=\"east\",target=\"west\"} 3.0",
            "kafkamirror_settings_refused 0.0",
            "kafkamirror_build{version=\"1.0\"} 1.0",
            "jvm_memory_used_bytes")
        .doesNotContain("kafkamirror_topics_source_deleted");
  }

  @Test
  void theCanaryHasStateDelayAndLosses() {
    now = snapshot(Map.of());

    String flow = "source=\"east\",target=\"west\"} ";
    assertThat(metrics.scrape())
        .contains(
            "kafkamirror_canary_state{source=\"east\",state=\"Late\",target=\"west\"} 1.0",
            "kafkamirror_canary_delay_seconds{" + flow + "1.5",
            "kafkamirror_canary_lost_total{" + flow + "2.0");
  }

  @Test
  void podWithoutValidSettingsIsScrapedAllTheSame() {
    ReplicatorStatus status =
        new ReplicatorStatus(
            "m-1",
            "1.0",
            null,
            "spec: is missing",
            FleetState.Joining,
            -1,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    now = new FlowSnapshot(null, null, Map.of(), Map.of(), PodMeasures.NONE, status, 10_000);

    assertThat(metrics.scrape())
        .contains("kafkamirror_settings_refused 1.0")
        .doesNotContain("kafkamirror_fleet_generation");
  }

  @Test
  void eachTaskHasTheNumbersOfAConsumerAndOfAProducer() {
    now = snapshot(new PodMeasures(List.of(TASK), Pressure.NONE, Map.of(), Map.of()));

    String source = "{clientid=\"m-1-0-source\",source=\"east\",target=\"west\"} ";
    String target = "{clientid=\"m-1-0-target\",source=\"east\",target=\"west\"} ";
    assertThat(metrics.scrape())
        .contains(
            "kafka_consumer_fetch_manager_fetch_size_avg" + source + "300.0\n",
            "kafka_consumer_fetch_manager_fetch_size_max" + source + "400.0\n",
            "kafka_consumer_fetch_manager_fetch_rate" + source + "0.5\n",
            "kafka_consumer_fetch_manager_fetch_total" + source + "20.0\n",
            "kafka_consumer_fetch_manager_fetch_latency_avg" + source + "3.0\n",
            "kafka_consumer_fetch_manager_fetch_throttle_time_max" + source + "0.0\n",
            "kafka_consumer_io_ratio" + source + "0.25\n",
            "kafka_consumer_io_wait_ratio" + source + "0.5\n",
            "kafka_producer_batch_size_avg" + target + "300.0\n",
            "kafka_producer_batch_size_max" + target + "400.0\n",
            "kafka_producer_record_retry_rate" + target + "5.0\n",
            "kafka_producer_record_retry_total" + target + "60.0\n",
            "kafka_producer_request_latency_max" + target + "4.0\n",
            "kafka_producer_requests_in_flight" + target + "7.0\n")
        .doesNotContain("kafka_producer_io_ratio", "produce_throttle_time", "NaN");
  }

  @Test
  void partitionsAndGroupsAreShownAsMirrorMakerShowsThemWhenThatIsWanted() {
    var remote = new TopicPartition("east.orders", 0);
    now =
        snapshot(
            new PodMeasures(
                List.of(),
                Pressure.NONE,
                Map.of(remote, new PartitionMeasures(LATENCIES, LATENCIES, SIZES, SIZES)),
                Map.of("billing", Map.of(remote, LATENCIES))));

    String partition = "partition=\"0\",source=\"east\",target=\"west\",topic=\"east.orders\"} ";
    String connector = "kafka_connect_mirror_mirrorsourceconnector_";
    assertThat(metrics.scrape())
        .contains(
            "# TYPE " + connector + "record_count gauge\n",
            connector + "record_count{" + partition + "60.0\n",
            connector + "record_rate{" + partition + "5.0\n",
            connector + "byte_count{" + partition + "60.0\n",
            connector + "byte_rate{" + partition + "5.0\n",
            connector + "record_age_ms{" + partition + "3.5\n",
            connector + "record_age_ms_min{" + partition + "2.0\n",
            connector + "record_age_ms_max{" + partition + "4.0\n",
            connector + "record_age_ms_avg{" + partition + "3.0\n",
            connector + "replication_latency_ms{" + partition + "3.5\n",
            connector + "replication_latency_ms_min{" + partition + "2.0\n",
            connector + "replication_latency_ms_max{" + partition + "4.0\n",
            connector + "replication_latency_ms_avg{" + partition + "3.0\n");
    String checkpoint = "kafka_connect_mirror_mirrorcheckpointconnector_checkpoint_latency_ms";
    assertThat(metrics.scrape())
        .contains(
            checkpoint + "{group=\"billing\"," + partition + "3.5\n",
            checkpoint + "_min{group=\"billing\"," + partition + "2.0\n",
            checkpoint + "_max{group=\"billing\"," + partition + "4.0\n",
            checkpoint + "_avg{group=\"billing\"," + partition + "3.0\n");
  }

  @Test
  void whatLimitsThePodIsOneAndEverythingElseZero() {
    Pressure full = new Pressure(true, 0, 0.5, 0.75);
    now = snapshot(new PodMeasures(List.of(), full, Map.of(), Map.of()));

    String flow = ",source=\"east\",target=\"west\"} ";
    assertThat(metrics.scrape())
        .contains(
            "kafkamirror_limit{limit=\"Nothing\"" + flow + "0.0\n",
            "kafkamirror_limit{limit=\"Quota\"" + flow + "0.0\n",
            "kafkamirror_limit{limit=\"Cpu\"" + flow + "0.0\n",
            "kafkamirror_limit{limit=\"Target\"" + flow + "1.0\n",
            "kafkamirror_limit{limit=\"Source\"" + flow + "0.0\n",
            "kafkamirror_limit_share{limit=\"Quota\"" + flow + "0.0\n",
            "kafkamirror_limit_share{limit=\"Cpu\"" + flow + "0.5\n",
            "kafkamirror_limit_share{limit=\"Target\"" + flow + "0.75\n");
  }

  @Test
  void whoKeepsUpHasNoSharesOfLimits() {
    now = snapshot(PodMeasures.NONE);

    assertThat(metrics.scrape())
        .contains("kafkamirror_limit{limit=\"Nothing\",source=\"east\",target=\"west\"} 1.0\n")
        .doesNotContain("kafkamirror_limit_share", "kafka_connect_mirror");
  }

  private static FlowSnapshot snapshot(PodMeasures measures) {
    FlowSnapshot empty = snapshot(Map.of());
    return new FlowSnapshot(
        empty.source(),
        empty.target(),
        empty.partitions(),
        empty.groups(),
        measures,
        empty.status(),
        empty.nowMillis());
  }

  private static FlowSnapshot snapshot(Map<TopicPartition, PartitionState> partitions) {
    ReplicatorStatus status =
        new ReplicatorStatus(
            "m-1",
            "1.0",
            "0123456789ab",
            null,
            FleetState.Member,
            4,
            new ClusterHealth(ClusterState.Reachable, "id", null),
            new ClusterHealth(ClusterState.TlsFailed, null, "west: …"),
            null,
            null,
            null,
            null,
            new Flow(
                1,
                1,
                2,
                0,
                1,
                new Heartbeat(HeartbeatState.Healthy, 12L, null),
                new TopicNotes(3, List.of()),
                null,
                null,
                new Canary(CanaryState.Late, 1_500L, 2, "number 7"),
                0,
                0),
            null,
            new SourceGroup("mm2-source.m", "GroupInUse", "has members"),
            null,
            null,
            List.of());
    Map<String, GroupResult> groups =
        Map.of(
            "billing", new GroupResult(GroupState.Synced, 3, 3, 1, "reads again"),
            "audit", new GroupResult(GroupState.ActiveOnTarget, 2, 2, 0, "has members"));
    return new FlowSnapshot("east", "west", partitions, groups, PodMeasures.NONE, status, 10_000);
  }
}
