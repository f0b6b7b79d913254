package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.measure.LiveFlow;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.List;
import java.util.Map;

/**
 * One of three processes is killed: how long until all partitions go on, what came twice, what is
 * lost. MirrorMaker 2 waits five minutes, so that it is measured once only.
 */
public record TakeOver(String name, String title) implements Case {
  private static final int PROCESSES = 3;
  private static final int PER_SECOND = 1_000;

  @Override
  public void run(Bench bench) {
    try (Clusters clusters = Clusters.start(ListenerKind.PLAINTEXT, Map.of())) {
      for (int run = 1; run <= bench.runs(); run++) {
        for (SystemUnderTest system : List.of(Ours.byDefault(), MirrorMaker2.cluster(4))) {
          if (run == 1 || system.role() == Role.OURS) {
            measure(bench, clusters, system, run);
          }
        }
      }
    }
  }

  private void measure(Bench bench, Clusters clusters, SystemUnderTest system, int run) {
    var shape = new DataShape("lz4", 1024, DataShape.Batching.FULL);
    var flow = bench.flow(name, clusters, system, run, shape);
    try (LiveFlow live =
        LiveFlow.start(clusters, system, flow, PROCESSES, PER_SECOND, bench.warmUp())) {
      live.watcher().begin();
      // The second to join: surely a worker, and seldom the leader.
      live.kill(live.running().get(1));
      live.awaitAllSentSoFar();
      double gap = live.watcher().longestGapSeconds();
      bench
          .progress()
          .accept(
              "  taken over after %.1f s, %,d records repeated, %,d lost"
                  .formatted(gap, live.watcher().repeated(), live.watcher().missing()));
      bench.results().add(name, Figure.seconds("longest gap"), system, gap);
      bench
          .results()
          .add(name, Figure.records("repeated"), system, (double) live.watcher().repeated());
      bench.results().add(name, Figure.records("lost"), system, (double) live.watcher().missing());
    }
  }
}
