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
import dev.kafkamirror.local.network.Toxiproxy;
import java.time.Duration;
import java.util.List;

/**
 * One partition, and each request to one of the clusters takes a round trip of 80 ms.
 *
 * @param side the cluster that is far away
 */
public record FarAway(String name, String title, Clusters.Side side) implements Case {
  private static final Duration ROUND_TRIP = Duration.ofMillis(80);
  private static final long MEGABYTES = 6_000;
  private static final DataShape SHAPE = new DataShape("zstd", 1024, DataShape.Batching.FULL);

  @Override
  public void run(Bench bench) {
    try (Toxiproxy network = Toxiproxy.start();
        Clusters clusters = Clusters.apart(network, side, ROUND_TRIP)) {
      Filler filler = new Filler(clusters.sourceClient(), clusters.sourceAdmin());
      SourceTopic topic = filler.plain("data", 1, filler.batches(SHAPE), SHAPE, MEGABYTES);
      CopyRuns runs = new CopyRuns(bench, name, clusters, topic, SHAPE);
      for (int run = 1; run <= bench.runs(); run++) {
        for (SystemUnderTest system : List.of(Ours.byDefault(), MirrorMaker2.tuned(1))) {
          CopyMeasurement.Result result = runs.run(system, run);
          bench
              .results()
              .add(name, Figure.SPEED, system, result.megabytesPerSecond(SHAPE.recordBytes()));
        }
      }
    }
  }
}
