package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.measure.LiveFlow;
import dev.kafkamirror.benchmarks.measure.Phase;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Two processes are replaced one after the other, each new one first, as a Deployment does it: how
 * long a partition waits at most, and what comes twice.
 */
public record RollingRestart(String name, String title) implements Case {
  private static final int PROCESSES = 2;
  private static final int PER_SECOND = 1_000;

  /** As long as a Deployment may wait until it calls a pod available, and ends the old one. */
  private static final Duration SETTLES = Duration.ofSeconds(15);

  @Override
  public void run(Bench bench) {
    List<SystemUnderTest> systems = List.of(Ours.byDefault(), MirrorMaker2.cluster(4));
    try (Clusters clusters = Clusters.start(ListenerKind.PLAINTEXT, Map.of())) {
      for (int run = 1; run <= bench.runs(); run++) {
        for (SystemUnderTest system : systems) {
          measure(bench, clusters, system, run);
        }
      }
    }
  }

  private void measure(Bench bench, Clusters clusters, SystemUnderTest system, int run) {
    var shape = new DataShape("lz4", 1024, DataShape.Batching.FULL);
    var flow = bench.flow(name, clusters, system, run, shape);
    try (LiveFlow live =
        LiveFlow.start(clusters, system, flow, PROCESSES, PER_SECOND, bench.warmUp())) {
      for (RunningSystem old : live.running()) {
        live.startProcess();
        Phase.last(SETTLES, live.running());
        live.stop(old);
        Phase.last(SETTLES, live.running());
      }
      live.awaitAllSentSoFar();
      double gap = live.watcher().longestGapSeconds();
      bench
          .progress()
          .accept(
              "  longest gap %.2f s, %,d records repeated, %,d missing"
                  .formatted(gap, live.watcher().repeated(), live.watcher().missing()));
      bench.results().add(name, Figure.seconds("longest gap"), system, gap);
      bench
          .results()
          .add(name, Figure.records("repeated"), system, (double) live.watcher().repeated());
      bench.results().add(name, Figure.records("lost"), system, (double) live.watcher().missing());
    }
  }
}
