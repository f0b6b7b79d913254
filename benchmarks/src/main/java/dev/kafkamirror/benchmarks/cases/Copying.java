package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.BatchMaker;
import dev.kafkamirror.benchmarks.data.BatchPump;
import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.ReadyBatches;
import dev.kafkamirror.benchmarks.measure.CopyMeasurement;
import dev.kafkamirror.benchmarks.measure.LastRecords;
import dev.kafkamirror.benchmarks.measure.LogEnds;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.Pump;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * A backlog is copied as fast as can be: processor time, throughput and memory.
 *
 * @param megabytes of keys and values in the backlog: enough for half a minute of a fast system
 */
public record Copying(
    String name, String title, DataShape shape, long megabytes, ListenerKind listener)
    implements Case {
  private static final int PARTITIONS = 8;
  private static final String TOPIC = "data";
  private static final double MEBI = 1 << 20;

  /** Old data of the target goes while new comes, so that a small memory file system is enough. */
  private static final Map<String, String> BOUNDED_TARGET =
      Map.of(
          "log.segment.bytes", "67108864",
          "log.retention.bytes", "134217728",
          "log.retention.check.interval.ms", "1000");

  @Override
  public void run(Bench bench) {
    try (Clusters clusters = Clusters.start(listener, BOUNDED_TARGET)) {
      ReadyBatches batches = load(clusters, bench);
      long total = new LogEnds(clusters.sourceAdmin()).sum(TOPIC, PARTITIONS);
      for (int run = 1; run <= bench.runs(); run++) {
        for (SystemUnderTest system : systems(batches, bench.brief())) {
          bench.progress().accept("run %d of %d: %s".formatted(run, bench.runs(), system.name()));
          measure(bench, clusters, system, run, total);
        }
      }
    }
  }

  private static List<SystemUnderTest> systems(ReadyBatches batches, boolean brief) {
    return brief
        ? List.of(Ours.byDefault(), MirrorMaker2.tuned(2), new Pump(batches, 1))
        : List.of(
            Ours.byDefault(),
            MirrorMaker2.tuned(2),
            new Pump(batches, 1),
            MirrorMaker2.tuned(4),
            new Pump(batches, 2),
            MirrorMaker2.byDefault(1));
  }

  private ReadyBatches load(Clusters clusters, Bench bench) {
    bench
        .progress()
        .accept("making batches and filling the source with %,d MB".formatted(megabytes));
    Clusters.create(clusters.sourceAdmin(), "made", 1, Map.of());
    ReadyBatches batches = BatchMaker.make(clusters.sourceClient(), "made", shape);
    Clusters.delete(clusters.sourceAdmin(), List.of("made"));
    Clusters.create(clusters.sourceAdmin(), TOPIC, PARTITIONS, Map.of());
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
    ClientSettings client =
        new ClientSettings("source", clusters.sourceClient(), Map.of(), Map.of(), Map.of());
    double bytesPerRound = batches.recordsPerBatch() * shape.recordBytes() * PARTITIONS;
    long first = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    try (BatchPump pump = new BatchPump(client, partitions, batches, first)) {
      pump.run((long) (megabytes * 1e6 / bytesPerRound), () -> true);
    }
    bench
        .progress()
        .accept(
            "batches of %.1f records and %,.0f bytes"
                .formatted(batches.recordsPerBatch(), batches.bytesPerBatch()));
    return batches;
  }

  private void measure(
      Bench bench, Clusters clusters, SystemUnderTest system, int run, long total) {
    String alias = "run%d-%s".formatted(run, system.name().replaceAll("[^a-zA-Z0-9]+", "-"));
    Flow flow =
        new Flow(
            alias,
            clusters.source(),
            clusters.target(),
            TOPIC,
            PARTITIONS,
            shape,
            bench.directory().resolve(name).resolve(alias));
    String remote = flow.remote(TOPIC);
    boolean copies = system.role() != Role.LIMIT;
    if (!copies) {
      Clusters.create(clusters.targetAdmin(), remote, PARTITIONS, Map.of());
    }
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    CopyMeasurement measurement =
        bench.brief()
            ? new CopyMeasurement(Duration.ofSeconds(10), Duration.ofSeconds(6))
            : new CopyMeasurement(Duration.ofSeconds(20), Duration.ofSeconds(15));
    CopyMeasurement.Result result;
    try (RunningSystem running = system.start(flow)) {
      result =
          measurement.run(
              running,
              () -> ends.sum(remote, PARTITIONS),
              copies ? total : Long.MAX_VALUE,
              bench.progress());
    }
    double speed = result.megabytesPerSecond(shape.recordBytes());
    double cpu = result.cpuSecondsPerGigabyte(shape.recordBytes());
    bench
        .progress()
        .accept(
            "  %.0f MB/s, %.2f CPU s/GB, %.0f MiB, over %.1f s after %.1f s of warm-up"
                .formatted(
                    speed,
                    cpu,
                    result.peakResidentBytes() / MEBI,
                    result.seconds(),
                    result.warmUpSeconds()));
    if (copies) {
      new LastRecords(clusters.sourceClient(), clusters.targetClient())
          .mustBeEqual(TOPIC, remote, ends.of(remote, PARTITIONS));
    }
    bench.results().add(name, Figure.SPEED, system, speed);
    bench.results().add(name, Figure.CPU, system, cpu);
    bench.results().add(name, Figure.MEMORY, system, result.peakResidentBytes() / MEBI);
    Clusters.deleteByPrefix(clusters.targetAdmin(), alias);
  }
}
