package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.measure.LiveFlow;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Curves;
import dev.kafkamirror.benchmarks.report.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a case works with.
 *
 * @param directory for settings and logs
 * @param runs how often everything is measured; systems alternate
 * @param brief whether a rough answer within minutes is wanted
 * @param progress a line now and then for whoever waits
 */
public record Bench(
    Path directory,
    int runs,
    boolean brief,
    Results results,
    Curves curves,
    Consumer<String> progress) {

  /** A flow of its own for one run of one system; says that this begins. */
  Flow flow(String caseName, Clusters clusters, SystemUnderTest system, int run, DataShape shape) {
    progress.accept("run %d of %d: %s".formatted(run, runs, system.name()));
    String alias = "run%d-%s".formatted(run, system.name().replaceAll("[^a-zA-Z0-9]+", "-"));
    return new Flow(
        alias,
        clusters.source(),
        clusters.target(),
        alias + "-",
        LiveFlow.PARTITIONS,
        shape,
        directory.resolve(caseName).resolve(alias));
  }

  /** How long records flow before a disturbance is measured. */
  Duration warmUp() {
    return Duration.ofSeconds(brief ? 10 : 20);
  }

  /** A mirror that runs undisturbed neither loses nor repeats anything. */
  void mustBeExact(LiveFlow live) {
    if (live.watcher().missing() != 0 || live.watcher().repeated() != 0) {
      throw new IllegalStateException(
          "%d records are missing and %d came twice"
              .formatted(live.watcher().missing(), live.watcher().repeated()));
    }
  }
}
