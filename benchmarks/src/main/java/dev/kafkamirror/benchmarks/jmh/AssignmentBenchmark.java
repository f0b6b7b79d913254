package dev.kafkamirror.benchmarks.jmh;

import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.FleetCodec;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.lead.FleetPlan;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a leader does when a pod joins a fleet of three: reads what the four say, spreads 100,000
 * partitions and writes down the shares. In a new JVM each time, because a leader does it seldom.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class AssignmentBenchmark {
  private static final int PARTITIONS = 100_000;
  private static final int WANTED_TASKS = 2;

  @Param({"1000", "10000"})
  int topics;

  private FleetPlan.Work work;
  private final Map<String, ByteBuffer> reports = new HashMap<>();

  /** A fleet that has settled on its work, partition by partition in turn, and one pod more. */
  @Setup
  public void settle() {
    List<MirroredTopic> mirrored =
        IntStream.range(0, topics)
            .mapToObj(
                t ->
                    new MirroredTopic(
                        "topic-" + t,
                        "east.topic-" + t,
                        Uuid.randomUuid(),
                        Uuid.randomUuid(),
                        PARTITIONS / topics))
            .toList();
    work = new FleetPlan.Work(mirrored, null);
    Map<String, MemberReport> three = new HashMap<>();
    for (String pod : List.of("a", "b", "c")) {
      three.put(pod, new MemberReport(pod, -1, WANTED_TASKS, false, List.of()));
    }
    Map<String, WorkShare> shares = FleetPlan.of(three, work, false);
    shares.forEach((pod, share) -> reports.put(pod, FleetCodec.encode(report(pod, share))));
    reports.put("d", FleetCodec.encode(new MemberReport("d", -1, WANTED_TASKS, false, List.of())));
  }

  private static MemberReport report(String pod, WorkShare share) {
    List<Claim> claims =
        share.partitions().stream()
            .map(a -> new Claim(a.route().source(), a.task(), true, 0))
            .toList();
    return new MemberReport(pod, 1, WANTED_TASKS, false, claims);
  }

  /** All of it. */
  @Benchmark
  public List<ByteBuffer> assign() {
    Map<String, MemberReport> said =
        reports.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> FleetCodec.decodeReport(e.getValue().duplicate())));
    return FleetPlan.of(said, work, false).values().stream().map(FleetCodec::encode).toList();
  }
}
