package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.measure.LiveFlow;
import dev.kafkamirror.benchmarks.measure.Phase;
import dev.kafkamirror.benchmarks.measure.Watcher;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** From producing a record to consuming it on the target, and on the source in the same time. */
public record Latency(String name, String title, int perSecond) implements Case {
  private static final double NANOS_PER_MS = 1e6;
  private static final String DIRECT = "consumer on the source";

  @Override
  public void run(Bench bench) {
    // MirrorMaker 2's tuned settings wait for larger batches: they are never its best ones here.
    List<SystemUnderTest> systems = List.of(Ours.byDefault(), MirrorMaker2.byDefault(2));
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
    Duration warmUp = Duration.ofSeconds(bench.brief() ? 8 : 20);
    Duration time = Duration.ofSeconds(bench.brief() ? 12 : 60);
    var flow = bench.flow(name, clusters, system, run, shape);
    try (LiveFlow live = LiveFlow.start(clusters, system, flow, 1, perSecond, warmUp);
        Watcher direct =
            Watcher.start(clusters.sourceClient(), live.topic(), LiveFlow.PARTITIONS)) {
      Phase.last(Duration.ofSeconds(2), live.running());
      direct.begin();
      live.watcher().begin();
      Phase.last(time, live.running());
      add(bench, system, live.watcher().ages(), direct.ages());
      live.awaitAllSentSoFar();
      bench.mustBeExact(live);
    }
  }

  private void add(Bench bench, SystemUnderTest system, Histogram mirrored, Histogram direct) {
    for (double percentile : List.of(50.0, 99.0)) {
      String p = "p%.0f".formatted(percentile);
      double at = mirrored.getValueAtPercentile(percentile) / NANOS_PER_MS;
      double directly = direct.getValueAtPercentile(percentile) / NANOS_PER_MS;
      bench.results().add(name, Figure.millis(p), system, at);
      bench.results().add(name, Figure.millis(p), DIRECT, Role.LIMIT, directly);
      bench.results().add(name, Figure.millis(p + " over direct"), system, at - directly);
      bench.progress().accept("  %s %.1f ms, direct %.1f ms".formatted(p, at, directly));
    }
    Figure longest = Figure.millis("longest");
    bench.results().add(name, longest, system, mirrored.getMaxValue() / NANOS_PER_MS);
    bench.results().add(name, longest, DIRECT, Role.LIMIT, direct.getMaxValue() / NANOS_PER_MS);
    bench.curves().add(name, system.name(), mirrored);
    bench.curves().add(name, DIRECT, direct);
  }
}
