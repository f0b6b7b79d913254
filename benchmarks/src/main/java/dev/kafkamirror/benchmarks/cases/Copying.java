package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.Filler;
import dev.kafkamirror.benchmarks.data.Filling;
import dev.kafkamirror.benchmarks.data.ReadyBatches;
import dev.kafkamirror.benchmarks.data.SourceTopic;
import dev.kafkamirror.benchmarks.measure.CopyMeasurement;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.FetchLoop;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.Pump;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A backlog is copied as fast as can be: processor time, throughput and memory.
 *
 * @param megabytes of keys and values in the backlog: enough for half a minute of a fast system
 * @param listener over which systems reach both clusters
 * @param withLimits whether the pump and the fetch loop are measured too
 */
public record Copying(
    String name,
    String title,
    DataShape shape,
    Filling filling,
    long megabytes,
    ListenerKind listener,
    boolean withLimits)
    implements Case {
  private static final int PARTITIONS = 8;
  private static final String TOPIC = "data";
  private static final double MEBI = 1 << 20;

  /** Of the source's end; the target's is {@link Figure#SPEED} with the pump. */
  private static final Figure FETCH_SPEED =
      new Figure("throughput of fetching alone", "MB/s", false);

  private static final Set<Figure> DECIDING = Set.of(Figure.CPU, Figure.SPEED);

  private static final Figure FETCH_CPU = new Figure("CPU of fetching alone", "s/GB", true);

  @Override
  public void run(Bench bench) {
    try (Clusters clusters = Clusters.bounded(listener)) {
      Filler filler = new Filler(clusters.sourceClient(), clusters.sourceAdmin());
      bench.progress().accept("filling the source");
      ReadyBatches batches = filler.batches(shape);
      SourceTopic topic = fill(filler, batches, bench.brief() ? megabytes / 2 : megabytes);
      bench
          .progress()
          .accept(
              "%,d records to copy; full batches have %.1f records and %,.0f bytes"
                  .formatted(topic.total(), batches.recordsPerBatch(), batches.bytesPerBatch()));
      CopyRuns runs = new CopyRuns(bench, name, clusters, topic, shape);
      List<SystemUnderTest> systems = new ArrayList<>(mirrors(bench.brief()));
      if (withLimits) {
        systems.addAll(limits(batches, bench.brief()));
      }
      for (int run = 1; run <= bench.runs(); run++) {
        for (SystemUnderTest system : systems) {
          add(bench, system, runs.run(system, run));
        }
        // What came second in its role once is not worth the time of another run.
        Set<String> best = bench.results().best(name, DECIDING);
        systems = systems.stream().filter(system -> best.contains(system.name())).toList();
      }
    }
  }

  private SourceTopic fill(Filler filler, ReadyBatches batches, long wanted) {
    return switch (filling) {
      case PLAIN -> filler.plain(TOPIC, PARTITIONS, batches, shape, wanted);
      case TRANSACTIONAL -> filler.transactional(TOPIC, PARTITIONS, shape, wanted);
      case COMPACTED -> filler.compacted(TOPIC, PARTITIONS, shape, wanted);
    };
  }

  private static List<SystemUnderTest> mirrors(boolean brief) {
    return brief
        ? List.of(Ours.byDefault(), MirrorMaker2.tuned(2))
        : List.of(
            Ours.byDefault(),
            MirrorMaker2.tuned(2),
            MirrorMaker2.tuned(4),
            MirrorMaker2.byDefault(1));
  }

  private static List<SystemUnderTest> limits(ReadyBatches batches, boolean brief) {
    return brief
        ? List.of(new Pump(batches, 2))
        : List.of(new Pump(batches, 2), new Pump(batches, 1), new FetchLoop());
  }

  private void add(Bench bench, SystemUnderTest system, CopyMeasurement.Result result) {
    boolean fetches = system instanceof FetchLoop;
    double speed = result.megabytesPerSecond(shape.recordBytes());
    double cpu = result.cpuSecondsPerGigabyte(shape.recordBytes());
    bench.results().add(name, fetches ? FETCH_SPEED : Figure.SPEED, system, speed);
    bench.results().add(name, fetches ? FETCH_CPU : Figure.CPU, system, cpu);
    bench.results().add(name, Figure.MEMORY, system, result.peakResidentBytes() / MEBI);
  }
}
