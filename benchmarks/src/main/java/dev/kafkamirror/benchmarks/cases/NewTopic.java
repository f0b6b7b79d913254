package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.LogEnds;
import dev.kafkamirror.benchmarks.data.Sender;
import dev.kafkamirror.benchmarks.data.Topics;
import dev.kafkamirror.benchmarks.measure.LiveFlow;
import dev.kafkamirror.benchmarks.measure.Phase;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.MirrorMaker2;
import dev.kafkamirror.benchmarks.process.Ours;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import dev.kafkamirror.benchmarks.report.Figure;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic is created while others are mirrored: how long until its first record is on the target,
 * and how long others wait meanwhile. MirrorMaker 2 looks for topics every second here, not every
 * ten minutes as it does by default.
 */
public record NewTopic(String name, String title) implements Case {
  private static final int PER_SECOND = 1_000;
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Map<String, String> QUICK_REFRESH =
      Map.of("refresh.topics.interval.seconds", "1");

  @Override
  public void run(Bench bench) {
    List<SystemUnderTest> systems =
        List.of(Ours.byDefault(), new MirrorMaker2(false, 2, QUICK_REFRESH));
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
    Flow flow = bench.flow(name, clusters, system, run, shape);
    try (LiveFlow live = LiveFlow.start(clusters, system, flow, 1, PER_SECOND, bench.warmUp())) {
      live.watcher().begin();
      Phase.last(WINDOW, live.running());
      double gapBefore = live.watcher().longestGapSeconds();
      live.watcher().begin();
      double first = secondsToFirstRecord(clusters, live, flow);
      Phase.last(WINDOW, live.running());
      double gapMeanwhile = live.watcher().longestGapSeconds();
      live.awaitAllSentSoFar();
      bench
          .progress()
          .accept(
              "  first record after %.2f s; longest gap elsewhere %.0f ms, without it %.0f ms"
                  .formatted(first, gapMeanwhile * 1e3, gapBefore * 1e3));
      bench.results().add(name, Figure.seconds("new topic to first record"), system, first);
      bench
          .results()
          .add(name, Figure.millis("longest gap elsewhere meanwhile"), system, gapMeanwhile * 1e3);
      bench
          .results()
          .add(name, Figure.millis("longest gap elsewhere without it"), system, gapBefore * 1e3);
    }
  }

  private static double secondsToFirstRecord(Clusters clusters, LiveFlow live, Flow flow) {
    String topic = flow.topicPrefix() + "new";
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    long created = System.nanoTime();
    Topics.create(clusters.sourceAdmin(), topic, 1, Map.of());
    try (Sender sender = new Sender(clusters.sourceClient(), Map.of())) {
      sender.send(new ProducerRecord<>(topic, 0, null, new byte[100]));
    }
    Phase.until(
        "the new topic's record",
        DEADLINE,
        live.running(),
        () -> ends.sum(flow.remote(topic), 1) > 0);
    return (System.nanoTime() - created) / 1e9;
  }
}
