package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.LogEnds;
import dev.kafkamirror.benchmarks.data.Sender;
import dev.kafkamirror.benchmarks.data.Topics;
import dev.kafkamirror.benchmarks.measure.Phase;
import dev.kafkamirror.benchmarks.measure.ProcessUsage;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One process mirrors so many partitions: memory, and how long after a start it copies from all of
 * them. Ours has the heap of a pod of 512 MiB; MirrorMaker 2 has what its JVM takes.
 *
 * @param topics each with a thousand partitions
 */
public record ManyPartitions(String name, String title, int topics) implements Case {
  private static final int PARTITIONS = 1_000;
  private static final double MEBI = 1 << 20;
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration AFTERWARDS = Duration.ofSeconds(30);
  private static final DataShape SHAPE = new DataShape("none", 100, DataShape.Batching.FULL);

  /** As of a container with a limit of 512 MiB: the operator gives the heap 60 percent. */
  private static final List<String> SMALL_POD =
      List.of("-XX:MaxRAM=512m", "-XX:MaxRAMPercentage=60");

  /** Of a topic with few records in each of many partitions, indexes are most of the memory. */
  private static final Map<String, String> SMALL_INDEXES =
      Map.of("log.index.size.max.bytes", "4096");

  @Override
  public void run(Bench bench) {
    List<SystemUnderTest> systems =
        List.of(new Ours(Optional.empty(), SMALL_POD), MirrorMaker2.byDefault(4));
    for (int run = 1; run <= bench.runs(); run++) {
      for (SystemUnderTest system : systems) {
        // Deleting so many partitions takes brokers longer than starting anew.
        try (Clusters clusters = Clusters.start(ListenerKind.PLAINTEXT, SMALL_INDEXES)) {
          measure(bench, clusters, system, run);
        }
      }
    }
  }

  private void measure(Bench bench, Clusters clusters, SystemUnderTest system, int run) {
    Flow flow = bench.flow(name, clusters, system, run, SHAPE);
    List<String> names = IntStream.range(0, topics).mapToObj(t -> flow.topicPrefix() + t).toList();
    names.forEach(t -> Topics.create(clusters.sourceAdmin(), t, PARTITIONS, Map.of()));
    if (system.role() == SystemUnderTest.Role.MIRROR_MAKER_2) {
      // It asks for all of them in one request, which controllers refuse from 10,000 on.
      names.forEach(
          t -> Topics.create(clusters.targetAdmin(), flow.remote(t), PARTITIONS, Map.of()));
    }
    oneRecordEach(clusters, names);
    try (RunningSystem running = system.start(flow)) {
      double all = secondsUntil(clusters, running, flow, names, 1);
      bench.progress().accept("  first copy of all partitions after %.0f s".formatted(all));
      bench.results().add(name, Figure.seconds("first start to copied"), system, all);
      Phase.last(AFTERWARDS, List.of(running));
    }
    oneRecordEach(clusters, names);
    try (RunningSystem running = system.start(flow)) {
      double all = secondsUntil(clusters, running, flow, names, 2);
      Phase.last(AFTERWARDS, List.of(running));
      double memory = ProcessUsage.peakResidentBytes(running.pid()) / MEBI;
      bench.progress().accept("  cold start %.1f s, peak memory %.0f MiB".formatted(all, memory));
      bench.results().add(name, Figure.seconds("cold start"), system, all);
      bench.results().add(name, Figure.MEMORY, system, memory);
    }
  }

  private static void oneRecordEach(Clusters clusters, List<String> names) {
    try (Sender sender = new Sender(clusters.sourceClient(), Map.of("linger.ms", 100))) {
      for (String topic : names) {
        for (int p = 0; p < PARTITIONS; p++) {
          sender.send(new ProducerRecord<>(topic, p, null, new byte[100]));
        }
      }
    }
  }

  private static double secondsUntil(
      Clusters clusters, RunningSystem running, Flow flow, List<String> names, long records) {
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    long started = System.nanoTime();
    for (String topic : names) {
      Phase.until(
          records + " records in each partition of " + flow.remote(topic),
          DEADLINE,
          List.of(running),
          () ->
              ends.of(flow.remote(topic), PARTITIONS).values().stream()
                  .allMatch(end -> end >= records));
    }
    return (System.nanoTime() - started) / 1e9;
  }
}
