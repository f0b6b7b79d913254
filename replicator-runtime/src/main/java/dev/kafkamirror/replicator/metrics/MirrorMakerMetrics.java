package dev.kafkamirror.replicator.metrics;

import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions and groups as MirrorMaker 2 shows them: the attributes of its MBeans {@code
 * kafka.connect.mirror:type=MirrorSourceConnector,source=…,target=…,topic=…,partition=…} and {@code
 * …:type=MirrorCheckpointConnector,…,group=…} under the names that Prometheus' JMX exporter gives
 * them, all gauges, with the remote topic as {@code topic}.
 */
final class MirrorMakerMetrics {
  private static final String SOURCE = "kafka_connect_mirror_mirrorsourceconnector_";
  private static final String CHECKPOINT = "kafka_connect_mirror_mirrorcheckpointconnector_";

  private final Gauges gauges = new Gauges();

  private MirrorMakerMetrics() {}

  /** Nothing unless they are wanted: then the pod has not measured them. */
  static List<MetricSnapshot> of(FlowSnapshot now) {
    MirrorMakerMetrics all = new MirrorMakerMetrics();
    Labels flow = Labels.of("source", now.source(), "target", now.target());
    now.measures()
        .partitions()
        .forEach((remote, measured) -> all.add(labels(flow, remote), measured));
    now.measures()
        .checkpoints()
        .forEach(
            (group, checkpoints) ->
                checkpoints.forEach(
                    (remote, latency) ->
                        all.add(
                            CHECKPOINT + "checkpoint_latency_ms",
                            "Milliseconds from the look at a group's offset to its checkpoint",
                            labels(flow.add("group", group), remote),
                            latency)));
    return new ArrayList<>(all.gauges.snapshots());
  }

  private static Labels labels(Labels all, TopicPartition remote) {
    return all.add("topic", remote.topic()).add("partition", Integer.toString(remote.partition()));
  }

  private void add(Labels partition, PartitionMeasures measured) {
    gauges.add(
        SOURCE + "record_count",
        "Records that the target has",
        partition,
        (double) measured.records().sum());
    gauges.add(
        SOURCE + "record_rate", "The same, a second", partition, measured.records().sumPerSecond());
    gauges.add(
        SOURCE + "byte_count",
        "Bytes of record batches that the target has, as compressed as they are",
        partition,
        (double) measured.bytes().sum());
    gauges.add(
        SOURCE + "byte_rate", "The same, a second", partition, measured.bytes().sumPerSecond());
    add(
        SOURCE + "record_age_ms",
        "Milliseconds from a record's timestamp until it was fetched",
        partition,
        measured.ages());
    add(
        SOURCE + "replication_latency_ms",
        "Milliseconds from a record's timestamp until the target had it",
        partition,
        measured.latencies());
  }

  private void add(String name, String help, Labels labels, Summary summary) {
    gauges.add(name, help, labels, summary.last());
    gauges.add(name + "_min", help, labels, summary.least());
    gauges.add(name + "_max", help, labels, summary.largest());
    gauges.add(name + "_avg", help, labels, summary.mean());
  }
}
