package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.Filler;
import dev.kafkamirror.benchmarks.data.SourceTopic;
import dev.kafkamirror.benchmarks.measure.CopyMeasurement;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.List;

/** The same backlog with more and more tasks in one process. */
public record Tasks(String name, String title, List<Integer> numbers) implements Case {
  private static final int PARTITIONS = 32;
  private static final long MEGABYTES = 14_000;
  private static final DataShape SHAPE = new DataShape("zstd", 1024, DataShape.Batching.FULL);

  @Override
  public void run(Bench bench) {
    try (Clusters clusters = Clusters.bounded(ListenerKind.PLAINTEXT)) {
      Filler filler = new Filler(clusters.sourceClient(), clusters.sourceAdmin());
      SourceTopic topic = filler.plain("data", PARTITIONS, filler.batches(SHAPE), SHAPE, MEGABYTES);
      CopyRuns runs = new CopyRuns(bench, name, clusters, topic, SHAPE);
      for (int run = 1; run <= bench.runs(); run++) {
        for (int tasks : numbers) {
          bench.progress().accept(tasks + (tasks == 1 ? " task" : " tasks"));
          add(bench, tasks, Ours.withTasks(tasks), runs, run);
          add(bench, tasks, MirrorMaker2.tuned(tasks), runs, run);
        }
      }
    }
  }

  private void add(Bench bench, int tasks, SystemUnderTest system, CopyRuns runs, int run) {
    CopyMeasurement.Result result = runs.run(system, run);
    String suffix = ", tasks: " + tasks;
    bench
        .results()
        .add(
            name,
            new Figure(Figure.SPEED.name() + suffix, Figure.SPEED.unit(), false),
            system,
            result.megabytesPerSecond(SHAPE.recordBytes()));
    bench
        .results()
        .add(
            name,
            new Figure(Figure.CPU.name() + suffix, Figure.CPU.unit(), true),
            system,
            result.cpuSecondsPerGigabyte(SHAPE.recordBytes()));
  }
}
