package dev.kafkamirror.replicator.metrics;

import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Fetches;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Sends;
import dev.kafkamirror.replicator.wire.NetworkUse;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What each task measures of its fetches and of what it sends, under the names that the metrics of
 * Kafka's consumers and producers have behind Prometheus' JMX exporter.
 */
final class ClientMetrics {
  private static final String FETCH = "kafka_consumer_fetch_manager_";
  private static final String CONSUMER = "kafka_consumer_";
  private static final String PRODUCER = "kafka_producer_";

  private final Gauges gauges = new Gauges();
  private final CounterSnapshot.Builder fetches =
      CounterSnapshot.builder().name(FETCH + "fetch").help("Answers to fetches");
  private final CounterSnapshot.Builder retries =
      CounterSnapshot.builder()
          .name(PRODUCER + "record_retry")
          .help("Records that were sent again");

  private ClientMetrics() {}

  static List<MetricSnapshot> of(FlowSnapshot now) {
    ClientMetrics all = new ClientMetrics();
    for (TaskMeasures task : now.measures().tasks()) {
      Labels flow = Labels.of("source", now.source(), "target", now.target());
      Labels source = flow.add("clientid", task.task() + "-source");
      Labels target = flow.add("clientid", task.task() + "-target");
      all.add(source, task.fetches());
      all.add(source, CONSUMER, task.source());
      all.add(target, task.sends());
      all.add(target, PRODUCER, task.target());
      all.gauges.add(
          PRODUCER + "requests_in_flight",
          "Requests without an answer yet",
          target,
          task.target().requestsInFlight());
    }
    List<MetricSnapshot> snapshots = new ArrayList<>(all.gauges.snapshots());
    snapshots.add(all.fetches.build());
    snapshots.add(all.retries.build());
    return snapshots;
  }

  private void add(Labels client, Fetches measured) {
    var sizes = measured.sizes();
    var latencies = measured.latencies();
    var throttles = measured.throttles();
    String bytes = "Bytes of an answer to a fetch, of those that had records";
    gauges.add(FETCH + "fetch_size_avg", bytes, client, sizes.mean());
    gauges.add(FETCH + "fetch_size_max", bytes, client, sizes.largest());
    gauges.add(FETCH + "fetch_rate", "Answers a second", client, latencies.perSecond());
    fetches.dataPoint(point(client, latencies.count()));
    String latency = "Milliseconds until the answer to a fetch, waiting for records included";
    gauges.add(FETCH + "fetch_latency_avg", latency, client, latencies.mean());
    gauges.add(FETCH + "fetch_latency_max", latency, client, latencies.largest());
    String throttle = "Milliseconds for which a broker's quota held back the next fetch";
    gauges.add(FETCH + "fetch_throttle_time_avg", throttle, client, throttles.mean());
    gauges.add(FETCH + "fetch_throttle_time_max", throttle, client, throttles.largest());
  }

  private void add(Labels client, Sends measured) {
    var sizes = measured.batchSizes();
    var latencies = measured.latencies();
    var throttles = measured.throttles();
    String bytes = "Bytes of a batch that was sent";
    gauges.add(PRODUCER + "batch_size_avg", bytes, client, sizes.mean());
    gauges.add(PRODUCER + "batch_size_max", bytes, client, sizes.largest());
    String latency = "Milliseconds until the answer to a request with batches";
    gauges.add(PRODUCER + "request_latency_avg", latency, client, latencies.mean());
    gauges.add(PRODUCER + "request_latency_max", latency, client, latencies.largest());
    String throttle = "Milliseconds for which a broker's quota held back the next request";
    gauges.add(PRODUCER + "produce_throttle_time_avg", throttle, client, throttles.mean());
    gauges.add(PRODUCER + "produce_throttle_time_max", throttle, client, throttles.largest());
    gauges.add(
        PRODUCER + "record_retry_rate",
        "Records that are sent again, a second",
        client,
        measured.retries().sumPerSecond());
    retries.dataPoint(point(client, measured.retries().sum()));
  }

  private void add(Labels client, String prefix, NetworkUse network) {
    gauges.add(
        prefix + "io_ratio",
        "Share of the time in which the loop reads and writes",
        client,
        network.ioRatio());
    gauges.add(
        prefix + "io_wait_ratio",
        "Share of the time in which the loop waits for the network",
        client,
        network.ioWaitRatio());
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}
