package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.LogEnds;
import dev.kafkamirror.benchmarks.data.SourceTopic;
import dev.kafkamirror.benchmarks.data.Topics;
import dev.kafkamirror.benchmarks.measure.CopyCheck;
import dev.kafkamirror.benchmarks.measure.CopyMeasurement;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.FetchLoop;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Has systems copy a filled topic, each afresh, and checks what they copied.
 *
 * @param caseName for directories
 */
record CopyRuns(
    Bench bench, String caseName, Clusters clusters, SourceTopic topic, DataShape shape) {
  private static final double MEBI = 1 << 20;

  /** One run of one system. */
  CopyMeasurement.Result run(SystemUnderTest system, int number) {
    Flow flow =
        bench
            .flow(caseName, clusters, system, number, shape)
            .ofTopic(topic.name(), topic.partitions());
    try {
      CopyMeasurement.Result result = run(system, flow);
      bench
          .progress()
          .accept(
              "  %.0f MB/s, %.2f CPU s/GB, %.0f MiB; measured %.1f s after %.1f s of warm-up"
                  .formatted(
                      result.megabytesPerSecond(shape.recordBytes()),
                      result.cpuSecondsPerGigabyte(shape.recordBytes()),
                      result.peakResidentBytes() / MEBI,
                      result.seconds(),
                      result.warmUpSeconds()));
      return result;
    } finally {
      Topics.deleteByPrefix(clusters.targetAdmin(), flow.alias());
    }
  }

  private CopyMeasurement.Result run(SystemUnderTest system, Flow flow) {
    String remote = flow.remote(topic.name());
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    LongSupplier copied = () -> ends.sum(remote, topic.partitions());
    CopyMeasurement measurement =
        bench.brief()
            ? new CopyMeasurement(Duration.ofSeconds(10), Duration.ofSeconds(6))
            : new CopyMeasurement(Duration.ofSeconds(20), Duration.ofSeconds(15));
    if (system.role() == Role.LIMIT) {
      Topics.create(clusters.targetAdmin(), remote, topic.partitions(), Map.of());
      LongSupplier moved = system instanceof FetchLoop ? () -> FetchLoop.fetched(flow) : copied;
      try (RunningSystem running = system.start(flow)) {
        return measurement.run(running, moved, Long.MAX_VALUE, bench.progress());
      }
    }
    CopyCheck check = new CopyCheck(clusters.sourceClient(), clusters.targetClient(), topic);
    CopyMeasurement.Result result;
    try (RunningSystem running = system.start(flow)) {
      result = measurement.run(running, copied, topic.total(), bench.progress());
      check.awaitEnd(running, () -> ends.of(remote, topic.partitions()));
    }
    check.mustBeComplete(remote, ends.of(remote, topic.partitions()));
    return result;
  }
}
