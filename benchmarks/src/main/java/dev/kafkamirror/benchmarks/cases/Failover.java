package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.Filler;
import dev.kafkamirror.benchmarks.data.LogEnds;
import dev.kafkamirror.benchmarks.data.SourceTopic;
import dev.kafkamirror.benchmarks.data.Topics;
import dev.kafkamirror.benchmarks.measure.Phase;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.process.Translations;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Groups have committed at several places of a source without gaps, and move to the target: how
 * many records, of all partitions, they read again. One group of each place has committed before
 * anything was mirrored, one when everything was. A record that the translation jumps over would be
 * lost: then the case fails.
 */
public record Failover(String name, String title, List<Integer> percents) implements Case {
  private static final int PARTITIONS = 8;
  private static final long MEGABYTES = 100;
  private static final DataShape SHAPE = new DataShape("lz4", 100, DataShape.Batching.FULL);
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /**
   * For positions and checkpoints to be written; MirrorMaker 2 looks for both every second here.
   */
  private static final Duration SETTLES = Duration.ofSeconds(20);

  private static final Map<String, String> QUICK_CHECKPOINTS =
      Map.of(
          "emit.checkpoints.interval.seconds", "1",
          "refresh.groups.interval.seconds", "1");

  @Override
  public void run(Bench bench) {
    for (int run = 1; run <= bench.runs(); run++) {
      for (SystemUnderTest system :
          List.of(Ours.byDefault(), new MirrorMaker2(true, 2, QUICK_CHECKPOINTS))) {
        // Anew for each: what groups have committed on the source must not be left over.
        try (Clusters clusters = Clusters.start(ListenerKind.PLAINTEXT, Map.of())) {
          measure(bench, clusters, system, run);
        }
      }
    }
  }

  private void measure(Bench bench, Clusters clusters, SystemUnderTest system, int run) {
    Filler filler = new Filler(clusters.sourceClient(), clusters.sourceAdmin());
    SourceTopic topic = filler.plain("data", PARTITIONS, filler.batches(SHAPE), SHAPE, MEGABYTES);
    Flow flow = bench.flow(name, clusters, system, run, SHAPE).ofTopic("data", PARTITIONS);
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    commit(clusters, topic, "before");
    try (RunningSystem running = system.start(flow)) {
      Phase.until(
          "all records on the target",
          DEADLINE,
          List.of(running),
          () -> ends.sum(flow.remote("data"), PARTITIONS) >= topic.total());
      commit(clusters, topic, "after");
      Phase.last(SETTLES, List.of(running));
      for (String when : List.of("before", "after")) {
        for (int percent : percents) {
          long again = readAgain(system, flow, topic, when, percent);
          Figure figure =
              Figure.records(
                  "read again, committed %s mirroring at %d %%".formatted(when, percent));
          bench.progress().accept("  %s: %,d".formatted(figure.name(), again));
          bench.results().add(name, figure, system, (double) again);
        }
      }
    }
  }

  private void commit(Clusters clusters, SourceTopic topic, String when) {
    for (int percent : percents) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      committed(topic, percent)
          .forEach((p, offset) -> offsets.put(p, new OffsetAndMetadata(offset)));
      Topics.await(
          clusters.sourceAdmin().alterConsumerGroupOffsets(group(when, percent), offsets).all());
    }
  }

  private static String group(String when, int percent) {
    return when + "-" + percent;
  }

  private static Map<TopicPartition, Long> committed(SourceTopic topic, int percent) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (int p = 0; p < topic.partitions(); p++) {
      offsets.put(new TopicPartition(topic.name(), p), topic.records().get(p) * percent / 100);
    }
    return offsets;
  }

  private static long readAgain(
      SystemUnderTest system, Flow flow, SourceTopic topic, String when, int percent) {
    Map<TopicPartition, Long> committed = committed(topic, percent);
    Map<TopicPartition, Long> translated =
        Translations.of(system, flow, group(when, percent), committed);
    long again = 0;
    for (Map.Entry<TopicPartition, Long> one : committed.entrySet()) {
      // Where there is no translation, the group begins at the beginning.
      long at = translated.getOrDefault(one.getKey(), 0L);
      if (at > one.getValue()) {
        throw new IllegalStateException(
            "%s at %,d goes on at %,d: records are lost"
                .formatted(one.getKey(), one.getValue(), at));
      }
      again += one.getValue() - at;
    }
    return again;
  }
}
