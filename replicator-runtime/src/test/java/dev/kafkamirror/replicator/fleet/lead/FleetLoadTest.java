package dev.kafkamirror.replicator.fleet.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.FleetCodec;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.lead.FleetPlan.Work;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assignments by load, random fleets, and the largest flows. */
class FleetLoadTest {
  private static final Logger LOG = LoggerFactory.getLogger(FleetLoadTest.class);

  /** Of the 1 MiB that a group's record may have; the rest is for what Kafka says of members. */
  private static final int RECORD_BYTES = 1_000_000;

  private static Work work(Integer tasksMax, int topics, int partitions) {
    List<MirroredTopic> all = new ArrayList<>();
    for (int t = 0; t < topics; t++) {
      String name = "team-" + t % 37 + ".service-" + t % 501 + ".events." + t;
      all.add(
          new MirroredTopic(
              name, "east." + name, Uuid.randomUuid(), Uuid.randomUuid(), partitions));
    }
    return new Work(all, tasksMax);
  }

  private static MemberReport fresh(String name) {
    return new MemberReport(name, -1, 2, false, List.of());
  }

  private static Map<String, MemberReport> fresh(int members) {
    Map<String, MemberReport> reports = new HashMap<>();
    IntStream.range(0, members).forEach(m -> reports.put("pod-" + m, fresh("pod-" + m)));
    return reports;
  }

  /** The fleet after every member has taken up its share. */
  private static Map<String, MemberReport> after(
      Map<String, WorkShare> plan, ToIntFunction<TopicPartition> load) {
    Map<String, MemberReport> reports = new HashMap<>();
    plan.forEach(
        (name, share) -> {
          List<Claim> claims = new ArrayList<>();
          share
              .partitions()
              .forEach(
                  a -> {
                    TopicPartition tp = a.route().source();
                    claims.add(new Claim(tp, a.task(), true, load.applyAsInt(tp)));
                  });
          reports.put(name, new MemberReport(name, 1, 2, false, claims));
        });
    return reports;
  }

  private static Map<TopicPartition, String> places(Map<String, WorkShare> plan, boolean tasks) {
    Map<TopicPartition, String> places = new HashMap<>();
    plan.forEach(
        (name, share) ->
            share
                .partitions()
                .forEach(
                    a ->
                        assertThat(places.put(a.route().source(), tasks ? name + a.task() : name))
                            .as("%s is assigned once", a.route())
                            .isNull()));
    return places;
  }

  private static long moved(Map<TopicPartition, String> before, Map<TopicPartition, String> after) {
    return before.entrySet().stream()
        .filter(e -> !e.getValue().equals(after.get(e.getKey())))
        .count();
  }

  private static long[] weights(
      Map<String, WorkShare> plan, ToIntFunction<TopicPartition> load, boolean tasks) {
    Map<String, Long> weights = new HashMap<>();
    plan.forEach(
        (name, share) ->
            share
                .partitions()
                .forEach(
                    a ->
                        weights.merge(
                            tasks ? name + a.task() : name,
                            Load.weight(load.applyAsInt(a.route().source())),
                            Long::sum)));
    return weights.values().stream().mapToLong(w -> w).toArray();
  }

  private static long most(long[] weights) {
    return LongStream.of(weights).max().orElseThrow();
  }

  private static long least(long[] weights) {
    return LongStream.of(weights).min().orElseThrow();
  }

  /** The first partitions of each topic are hot: the worst for an assignment by number alone. */
  private static int hot(TopicPartition tp) {
    return tp.partition() % 4 == 0 ? 12 : 0;
  }

  @Test
  void bytesAreMadeEvenWhenAskedToAndTheNumberStaysEven() {
    Work work = work(null, 10, 16);
    Map<String, MemberReport> fleet = after(FleetPlan.of(fresh(4), work, false), tp -> hot(tp));
    Map<String, WorkShare> before = FleetPlan.of(fleet, work, false);

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, true);

    assertThat(most(weights(before, FleetLoadTest::hot, false)))
        .as("it was lopsided")
        .isGreaterThan(2 * least(weights(before, FleetLoadTest::hot, false)) + 1);
    long[] pods = weights(plan, FleetLoadTest::hot, false);
    assertThat((double) most(pods) / least(pods)).isLessThan(1.15);
    long[] tasks = weights(plan, FleetLoadTest::hot, true);
    assertThat((double) most(tasks) / least(tasks)).isLessThan(1.3);
    assertThat(plan.values()).allMatch(share -> share.partitions().size() == 40);
  }

  @Test
  void nothingMovesForBytesUnlessAskedTo() {
    Work work = work(null, 10, 16);
    Map<String, WorkShare> settled = FleetPlan.of(fresh(4), work, false);

    Map<String, WorkShare> plan = FleetPlan.of(after(settled, FleetLoadTest::hot), work, false);

    assertThat(moved(places(settled, true), places(plan, true))).isZero();
  }

  @Test
  void whatHasBeenMadeEvenStaysWhereItIs() {
    Work work = work(null, 10, 16);
    Map<String, WorkShare> even =
        FleetPlan.of(after(FleetPlan.of(fresh(4), work, false), FleetLoadTest::hot), work, true);

    Map<String, WorkShare> again = FleetPlan.of(after(even, FleetLoadTest::hot), work, true);

    assertThat(moved(places(even, true), places(again, true))).isZero();
  }

  @Test
  void aLittleImbalanceIsNotWorthAMove() {
    Work work = work(null, 10, 16);
    ToIntFunction<TopicPartition> quiet = tp -> tp.partition() % 4 == 0 ? 3 : 0;
    Map<String, WorkShare> settled = FleetPlan.of(fresh(4), work, false);

    Map<String, WorkShare> plan = FleetPlan.of(after(settled, quiet), work, true);

    assertThat(moved(places(settled, false), places(plan, false))).isZero();
  }

  @Test
  void oneHotPartitionIsNotSentAround() {
    Work work = work(null, 1, 100);
    ToIntFunction<TopicPartition> one = tp -> tp.partition() == 7 ? 20 : 0;
    Map<String, WorkShare> settled = FleetPlan.of(fresh(4), work, false);

    Map<String, WorkShare> plan = FleetPlan.of(after(settled, one), work, true);

    assertThat(moved(places(settled, true), places(plan, true))).isZero();
  }

  @Test
  void whatANewcomerGetsIsAFairShareOfTheBytesToo() {
    Work work = work(null, 10, 16);
    Map<String, MemberReport> fleet =
        after(
            FleetPlan.of(
                after(FleetPlan.of(fresh(4), work, false), FleetLoadTest::hot), work, true),
            FleetLoadTest::hot);
    fleet.put("pod-9", fresh("pod-9"));

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    long[] pods = weights(plan, FleetLoadTest::hot, false);
    assertThat((double) most(pods) / least(pods)).isLessThan(1.5);
  }

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  /** Members come, go and leave, tasks and partitions change, whatever the loads are. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensEachPartitionHasOneOwnerNumbersAreEvenAndOnlyWhatMustMoveMoves(int seed) {
    Random random = new Random(seed);
    int members = 1 + random.nextInt(6);
    int tasksMax = 1 + random.nextInt(16);
    Work work = work(tasksMax, 1 + random.nextInt(8), 1 + random.nextInt(40));
    Map<String, WorkShare> plan = FleetPlan.of(fresh(members), work, false);
    for (int round = 0; round < 8; round++) {
      Map<String, MemberReport> fleet =
          after(plan, tp -> Math.floorMod(31 * seed + tp.hashCode(), Load.CLASSES));
      Map<TopicPartition, String> before = places(plan, false);
      boolean joined = random.nextBoolean();
      if (joined) {
        String name = "pod-" + (100 + round);
        fleet.put(name, fresh(name));
      } else if (fleet.size() > 1) {
        fleet.remove(fleet.keySet().stream().sorted().findFirst().orElseThrow());
      }
      boolean evenBytes = random.nextInt(4) == 0;

      plan = FleetPlan.of(fleet, work, evenBytes);

      Map<TopicPartition, String> after = places(plan, false);
      int partitions = work.topics().stream().mapToInt(MirroredTopic::partitions).sum();
      assertThat(after).hasSize(partitions);
      int tasks = plan.values().stream().mapToInt(WorkShare::tasks).sum();
      assertThat(tasks).isEqualTo(Math.min(tasksMax, partitions));
      List<Integer> sizes =
          plan.values().stream()
              .filter(s -> s.tasks() > 0)
              .map(s -> s.partitions().size())
              .sorted()
              .toList();
      assertThat(sizes.getLast() - sizes.getFirst()).isLessThanOrEqualTo(1);
      if (!evenBytes) {
        // What stays is all that a pod had, or all that it may have.
        Map<String, WorkShare> now = plan;
        fleet.forEach(
            (name, report) -> {
              long kept =
                  report.claims().stream()
                      .filter(c -> name.equals(after.get(c.partition())))
                      .count();
              assertThat(kept)
                  .isEqualTo(Math.min(report.claims().size(), now.get(name).partitions().size()));
            });
      }
      assertThat(before).hasSize(partitions);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 100, 6", "100, 1000, 10", "10000, 1, 6"})
  void theLargestFlowsFitIntoTheCoordinatorsRecord(int topics, int partitions, int pods) {
    Random random = new Random(1);
    Work work = work(null, topics, partitions);
    Map<String, MemberReport> fleet =
        after(FleetPlan.of(fresh(pods), work, false), _ -> random.nextInt(4));
    fleet.remove("pod-1");
    fleet = after(FleetPlan.of(fleet, work, true), _ -> random.nextInt(4));
    fleet.put("pod-9", fresh("pod-9"));
    long began = System.nanoTime();

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, true);

    long planned = System.nanoTime();
    int bytes =
        fleet.values().stream().mapToInt(r -> FleetCodec.encode(r).remaining()).sum()
            + plan.values().stream().mapToInt(s -> FleetCodec.encode(s).remaining()).sum();
    LOG.info(
        "{} topics of {} partitions on {} pods: planned in {} ms, encoded in {} ms, {} bytes",
        topics,
        partitions,
        pods,
        (planned - began) / 1_000_000,
        (System.nanoTime() - planned) / 1_000_000,
        bytes);
    assertThat(bytes).isLessThan(RECORD_BYTES);
    assertThat(places(plan, true)).hasSize(topics * partitions);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "4095, 0", "4096, 1", "8191, 1", "8192, 2", "1048576, 9", "1e12, 23"})
  void loadsAreClassedByPowersOfTwo(double bytesPerSecond, int expected) {
    assertThat(Load.classOf(bytesPerSecond)).isEqualTo(expected);
  }
}
