package dev.kafkamirror.replicator.fleet.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.Lease;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.group.WorkShare.Assigned;
import dev.kafkamirror.replicator.fleet.lead.FleetPlan.Work;
import dev.kafkamirror.replicator.groups.GroupShare;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FleetPlanTest {
  private static MirroredTopic topic(String name, int partitions) {
    return new MirroredTopic(
        name, "east." + name, new Uuid(1, name.hashCode()), new Uuid(2, 1), partitions);
  }

  private static Work work(Integer tasksMax, MirroredTopic... topics) {
    return new Work(List.of(topics), tasksMax);
  }

  private static MemberReport fresh(String name) {
    return new MemberReport(name, -1, 2, false, List.of());
  }

  private static MemberReport leaving(MemberReport report) {
    return new MemberReport(
        report.incarnation(), report.generation(), report.wantedTasks(), true, report.claims());
  }

  /** What a member says at the next rebalance when it has taken up its share. */
  private static MemberReport after(String name, int generation, WorkShare share) {
    List<Claim> claims =
        share.partitions().stream()
            .map(a -> new Claim(a.route().source(), a.task(), true, 0))
            .toList();
    return new MemberReport(name, generation, 2, false, claims);
  }

  /** A fleet that has settled on the work. */
  private static Map<String, MemberReport> settled(Work work, String... names) {
    Map<String, MemberReport> fresh = new HashMap<>();
    Arrays.stream(names).forEach(n -> fresh.put(n, fresh(n)));
    Map<String, MemberReport> reports = new HashMap<>();
    FleetPlan.of(fresh, work, false).forEach((n, share) -> reports.put(n, after(n, 1, share)));
    return reports;
  }

  private static Map<String, Integer> sizes(Map<String, WorkShare> plan) {
    return plan.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().partitions().size()));
  }

  private static Map<TopicPartition, String> places(Map<String, WorkShare> plan) {
    Map<TopicPartition, String> places = new HashMap<>();
    plan.forEach(
        (name, share) ->
            share
                .partitions()
                .forEach(
                    a ->
                        assertThat(places.put(a.route().source(), name + "/" + a.task()))
                            .as("%s is assigned once", a.route())
                            .isNull()));
    return places;
  }

  private static Map<TopicPartition, String> placesOf(Map<String, MemberReport> reports) {
    Map<TopicPartition, String> places = new HashMap<>();
    reports.forEach(
        (name, r) -> r.claims().forEach(c -> places.put(c.partition(), name + "/" + c.task())));
    return places;
  }

  private static long moved(Map<TopicPartition, String> before, Map<TopicPartition, String> after) {
    return before.entrySet().stream()
        .filter(e -> !e.getValue().equals(after.get(e.getKey())))
        .count();
  }

  @Test
  void partitionsAreSpreadEvenlyOverPodsThenTasks() {
    Map<String, WorkShare> plan =
        FleetPlan.of(
            Map.of("a", fresh("a"), "b", fresh("b"), "c", fresh("c")),
            work(null, topic("t", 10), topic("u", 10)),
            false);

    assertThat(sizes(plan).values()).containsExactlyInAnyOrder(7, 7, 6);
    for (WorkShare share : plan.values()) {
      assertThat(share.tasks()).isEqualTo(2);
      Map<Integer, Long> byTask =
          share.partitions().stream()
              .collect(Collectors.groupingBy(Assigned::task, Collectors.counting()));
      assertThat(byTask.values()).hasSize(2).allSatisfy(n -> assertThat(n).isBetween(3L, 4L));
    }
  }

  @Test
  void nothingMovesWhenNothingHasChanged() {
    Work work = work(null, topic("t", 10), topic("u", 7));
    Map<String, MemberReport> fleet = settled(work, "a", "b", "c");

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(places(plan)).isEqualTo(placesOf(fleet));
    assertThat(plan.values()).flatMap(WorkShare::partitions).allMatch(a -> a.from() == null);
  }

  @Test
  void aNewcomerGetsItsShareAndNothingElseMoves() {
    Work work = work(null, topic("t", 12));
    Map<String, MemberReport> fleet = settled(work, "a", "b");
    Map<TopicPartition, String> before = placesOf(fleet);
    fleet.put("c", fresh("c"));

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(sizes(plan)).isEqualTo(Map.of("a", 4, "b", 4, "c", 4));
    assertThat(moved(before, places(plan))).isEqualTo(4);
  }

  @Test
  void aNewcomerIsToldWhoHoldsWhatItGets() {
    Work work = work(null, topic("t", 4));
    Map<String, MemberReport> fleet = settled(work, "a");
    fleet.put("b", fresh("b"));

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(plan.get("b").partitions()).hasSize(2).allMatch(a -> "a".equals(a.from()));
    assertThat(plan.get("a").partitions()).hasSize(2).allMatch(a -> a.from() == null);
  }

  @Test
  void theWorkOfALostMemberIsFreeAndTheOthersKeepTheirs() {
    Work work = work(null, topic("t", 12));
    Map<String, MemberReport> fleet = settled(work, "a", "b", "c");
    fleet.remove("c");
    Map<TopicPartition, String> before = placesOf(fleet);

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(sizes(plan)).isEqualTo(Map.of("a", 6, "b", 6));
    assertThat(moved(before, places(plan))).isZero();
    assertThat(plan.values()).flatMap(WorkShare::partitions).allMatch(a -> a.from() == null);
  }

  @Test
  void groupsAreSharedByAllMembersThatStay() {
    Work work = work(null, topic("t", 1));
    Map<String, MemberReport> fleet = settled(work, "a", "b", "c");
    fleet.put("b", leaving(fleet.get("b")));

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(plan.get("a").groups()).isEqualTo(new GroupShare(0, 2));
    assertThat(plan.get("b").groups()).isEqualTo(GroupShare.NONE);
    assertThat(plan.get("c").groups()).isEqualTo(new GroupShare(1, 2));
  }

  @Test
  void aLeavingMemberGivesAllItsWorkToTheOthers() {
    Work work = work(null, topic("t", 6));
    Map<String, MemberReport> fleet = settled(work, "a", "b");
    fleet.put("b", leaving(fleet.get("b")));

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    assertThat(plan.get("b")).isEqualTo(new WorkShare(0, 2, List.of()));
    assertThat(plan.get("a").partitions()).hasSize(6);
    assertThat(plan.get("a").partitions()).filteredOn(a -> "b".equals(a.from())).hasSize(3);
  }

  @Test
  void theLastMemberMayLeaveToo() {
    Work work = work(null, topic("t", 2));

    assertThat(FleetPlan.of(Map.of("a", leaving(fresh("a"))), work, false))
        .isEqualTo(Map.of("a", WorkShare.NOTHING));
  }

  @Test
  void partitionsThatAppearGoToTheEmptiestPodsAndNothingElseMoves() {
    Map<String, MemberReport> fleet = settled(work(null, topic("t", 4)), "a", "b");
    Map<TopicPartition, String> before = placesOf(fleet);

    Map<String, WorkShare> plan =
        FleetPlan.of(fleet, work(null, topic("t", 6), topic("u", 2)), false);

    assertThat(sizes(plan)).isEqualTo(Map.of("a", 4, "b", 4));
    assertThat(moved(before, places(plan))).isZero();
  }

  @Test
  void partitionsThatAreNoLongerMirroredAreAssignedToNobody() {
    Map<String, MemberReport> fleet = settled(work(null, topic("t", 4), topic("u", 4)), "a", "b");

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work(null, topic("u", 4)), false);

    assertThat(places(plan))
        .hasSize(4)
        .allSatisfy((tp, _) -> assertThat(tp.topic()).isEqualTo("u"));
  }

  @Test
  void tasksMaxLimitsTheTasksOfTheWholeFlow() {
    Map<String, MemberReport> fleet = Map.of("a", fresh("a"), "b", fresh("b"), "c", fresh("c"));

    Map<String, WorkShare> five = FleetPlan.of(fleet, work(5, topic("t", 12)), false);
    Map<String, WorkShare> two = FleetPlan.of(fleet, work(2, topic("t", 12)), false);

    assertThat(five.values()).extracting(WorkShare::tasks).containsExactlyInAnyOrder(2, 2, 1);
    assertThat(sizes(five).values()).containsExactly(4, 4, 4);
    assertThat(two.values()).extracting(WorkShare::tasks).containsExactlyInAnyOrder(1, 1, 0);
    assertThat(sizes(two).values()).containsExactlyInAnyOrder(6, 6, 0);
  }

  @Test
  void thereAreNoMoreTasksThanPartitions() {
    Map<String, WorkShare> plan =
        FleetPlan.of(Map.of("a", fresh("a"), "b", fresh("b")), work(8, topic("t", 3)), false);

    assertThat(plan.values().stream().mapToInt(WorkShare::tasks).sum()).isEqualTo(3);
  }

  @Test
  void moreTasksMovePartitionsWithinAPodOnly() {
    Map<String, MemberReport> fleet = settled(work(2, topic("t", 8)), "a", "b");

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work(4, topic("t", 8)), false);

    assertThat(plan.values()).flatMap(WorkShare::partitions).allMatch(a -> a.from() == null);
    assertThat(moved(placesOf(fleet), places(plan))).isEqualTo(4);
  }

  @Test
  void aPartitionThatIsStillBeingHandedOverStaysWithItsSuccessor() {
    TopicPartition p = new TopicPartition("t", 0);
    MemberReport holder =
        new MemberReport("a", 5, 2, false, List.of(new Claim(p, Claim.NOT_ASSIGNED, true, 0)));
    MemberReport successor = new MemberReport("b", 5, 2, false, List.of(new Claim(p, 0, false, 0)));

    Map<String, WorkShare> plan =
        FleetPlan.of(Map.of("a", holder, "b", successor), work(null, topic("t", 1)), false);

    assertThat(plan.get("a").partitions()).isEmpty();
    assertThat(plan.get("b").partitions())
        .singleElement()
        .extracting(Assigned::from)
        .isEqualTo("a");
  }

  @Test
  void ofTwoThatClaimAPartitionTheOneWithTheNewerAssignmentKeepsIt() {
    TopicPartition p = new TopicPartition("t", 0);
    MemberReport old = new MemberReport("a", 4, 2, false, List.of(new Claim(p, 0, true, 0)));
    MemberReport newer = new MemberReport("b", 5, 2, false, List.of(new Claim(p, 0, true, 0)));

    Map<String, WorkShare> plan =
        FleetPlan.of(Map.of("a", old, "b", newer), work(null, topic("t", 1)), false);

    assertThat(plan.get("b").partitions()).singleElement().extracting(Assigned::from).isNull();
  }

  @Test
  void equalClaimsGiveEqualPlansWhateverTheirOrder() {
    Work work = work(null, topic("t", 11));
    Map<String, MemberReport> fleet = settled(work, "a", "b", "c");
    fleet.put("d", fresh("d"));

    assertThat(FleetPlan.of(new TreeMap<>(fleet).descendingMap(), work, false))
        .isEqualTo(FleetPlan.of(fleet, work, false));
  }

  @Test
  void tenThousandPartitionsArePlannedWhileTheGroupWaits() {
    List<MirroredTopic> topics = new ArrayList<>();
    IntStream.range(0, 1_000).forEach(i -> topics.add(topic("topic-" + i, 10)));
    Work work = new Work(topics, null);
    Map<String, MemberReport> fleet = settled(work, "a", "b", "c", "d", "e");
    fleet.put("f", fresh("f"));
    long before = System.nanoTime();

    Map<String, WorkShare> plan = FleetPlan.of(fleet, work, false);

    // The group waits for its leader as long as for any member; the plan takes milliseconds.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Lease.REBALANCE);
    assertThat(moved(placesOf(fleet), places(plan))).isEqualTo(10_000 / 6);
  }
}
