package dev.kafkamirror.replicator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.network.Link;
import dev.kafkamirror.replicator.fleet.FleetMember;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.mirror.MirrorTask;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.verify.PartitionVerdict.Outcome;
import dev.kafkamirror.replicator.verify.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same topics under the same names, mirrored both ways, while users write on both sides. */
@ExtendWith(FaultClusters.Extension.class)
class TwoWayIT {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int PARTITIONS = 2;

  /** Numbers of the records that are written in the east, and in the west. */
  private static final int EAST = 0;

  private static final int WEST = 1_000_000_000;

  @Test
  void bothSidesHaveEveryRecordOnceAndInItsWritersOrder(FaultClusters clusters) throws Exception {
    Pair pair = new Pair(clusters, "both");
    Load atEast = pair.load(clusters.east(), EAST);
    atEast.awaitMore(125);
    pair.start();
    pair.awaitTopicAtWest();
    Load atWest = pair.load(clusters.west(), WEST);
    atWest.awaitMore(500);
    atEast.awaitMore(500);

    pair.assertEqual(atEast.stop(), atWest.stop());
    pair.assertNothingReturns();
    pair.close();
  }

  @Test
  void podsThatAreGoneLoseAndRepeatNothing(FaultClusters clusters) throws Exception {
    Pair pair = new Pair(clusters, "gone");
    pair.start();
    Load atEast = pair.load(clusters.east(), EAST);
    pair.awaitTopicAtWest();
    Load atWest = pair.load(clusters.west(), WEST);
    for (int round = 0; round < 2; round++) {
      atEast.awaitMore(500);
      // Without a chance to hand over: the successors have to find out how far they got.
      pair.close(Duration.ZERO);
      pair.start();
    }
    atWest.awaitMore(500);

    pair.assertEqual(atEast.stop(), atWest.stop());
    pair.assertNothingReturns();
    pair.close();
  }

  @Test
  void connectionsThatAreCutLoseAndRepeatNothing(FaultClusters clusters) throws Exception {
    Pair pair = new Pair(clusters, "apart");
    pair.start();
    Load atEast = pair.load(clusters.east(), EAST);
    pair.awaitTopicAtWest();
    Load atWest = pair.load(clusters.west(), WEST);
    for (KafkaCluster cluster : List.of(clusters.east(), clusters.west())) {
      links(cluster).forEach(Link::cut);
      atEast.awaitMore(250);
      links(cluster).forEach(Link::mend);
      atWest.awaitMore(250);
    }

    pair.assertEqual(atEast.stop(), atWest.stop());
    pair.assertNothingReturns();
    pair.close();
  }

  private static List<Link> links(KafkaCluster cluster) {
    return cluster.brokerIds().stream().map(cluster::link).toList();
  }

  /** Two mirrors of one topic, one each way. */
  private static final class Pair {
    private final FaultClusters clusters;
    private final String topic;
    private final FlowSettings there;
    private final FlowSettings back;
    private int pods;
    private List<FleetMember> members = List.of();

    Pair(FaultClusters clusters, String name) throws ExecutionException, InterruptedException {
      this.clusters = clusters;
      this.topic = clusters.create("two-way-" + name, PARTITIONS, Map.of()).name();
      ClientSettings east = client("east", clusters.east());
      ClientSettings west = client("west", clusters.west());
      this.there = settings(east, west);
      this.back = settings(west, east);
    }

    private FlowSettings settings(ClientSettings from, ClientSettings to) {
      return new FlowSettings(
          from.alias() + "." + topic,
          "000000000000",
          TestSpecs.of(
              """
              topics:
                include: [{name: %s}]
                naming: {policy: Identity, direction: TwoWay}
                configSync: {mode: CreateOnly}
                replicationFactor: 2
              groups: {offsetSync: {mode: Disabled}}
              heartbeats: {state: Disabled}
              """
                  .formatted(topic)),
          from,
          to);
    }

    private static ClientSettings client(String alias, KafkaCluster cluster)
        throws ExecutionException, InterruptedException {
      try (Admin admin = cluster.admin()) {
        return new ClientSettings(
            alias,
            admin.describeCluster().clusterId().get(),
            Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(ListenerKind.PROXIED),
                "request.timeout.ms",
                5_000),
            Map.of(),
            Map.of(),
            Map.of());
      }
    }

    void start() {
      members = List.of(member(there), member(back));
    }

    private FleetMember member(FlowSettings settings) {
      FleetMember member =
          new FleetMember(
              settings,
              "pod-" + pods++,
              (name, now, other) ->
                  new MirrorTask(
                      name,
                      now.source(),
                      now.target(),
                      TaskLimits.defaults(),
                      now.transactionalId(name),
                      other),
              Clock.systemUTC(),
              System::nanoTime);
      member.start();
      return member;
    }

    void close() throws InterruptedException {
      close(GRACE);
    }

    void close(Duration within) throws InterruptedException {
      for (FleetMember member : members) {
        member.close(within);
      }
    }

    private TestTopic at(KafkaCluster cluster) {
      return TestTopic.of(cluster, topic);
    }

    Load load(KafkaCluster cluster, int first) {
      return new Load(at(cluster), PARTITIONS, Map.of(), first);
    }

    void awaitTopicAtWest() {
      await()
          .atMost(FaultClusters.PATIENCE)
          .until(
              () -> IntStream.range(0, PARTITIONS).allMatch(p -> at(clusters.west()).end(p) > 0));
    }

    /** Both sides have what was written on either, each writer's records once and in order. */
    void assertEqual(int eastEnd, int westEnd) {
      for (KafkaCluster cluster : List.of(clusters.east(), clusters.west())) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          int p = partition;
          await()
              .atMost(FaultClusters.PATIENCE)
              .untilAsserted(
                  () -> {
                    List<Integer> numbers = numbers(cluster, p);
                    assertThat(numbers.stream().filter(n -> n < WEST).toList())
                        .isEqualTo(all(EAST, eastEnd, p));
                    assertThat(numbers.stream().filter(n -> n >= WEST).toList())
                        .isEqualTo(all(WEST, westEnd, p));
                  });
        }
      }
    }

    private static List<Integer> all(int first, int end, int partition) {
      return IntStream.range(first, end).filter(i -> i % PARTITIONS == partition).boxed().toList();
    }

    private List<Integer> numbers(KafkaCluster cluster, int partition) {
      return at(cluster).records(partition).stream()
          .map(record -> record.headers().lastHeader("number").value())
          .map(number -> Integer.parseInt(new String(number, StandardCharsets.UTF_8)))
          .toList();
    }

    /** What was copied there has been looked at on the way back, and stayed. */
    void assertNothingReturns() throws InterruptedException {
      long before = records();
      await()
          .atMost(FaultClusters.PATIENCE)
          .untilAsserted(
              () -> {
                for (FleetMember member : members) {
                  assertThat(member.status().work().partitions()).isEqualTo(PARTITIONS);
                  assertThat(member.status().work().lagRecords()).isZero();
                  assertThat(member.status().failures()).isEmpty();
                  assertThat(member.status().foreignRecords().records()).isZero();
                }
              });
      assertThat(records()).isEqualTo(before);
      for (FlowSettings flow : List.of(there, back)) {
        assertThat(Verification.of(flow).toTheEnds().run().outcome()).isEqualTo(Outcome.Equal);
      }
    }

    private long records() {
      return Stream.of(clusters.east(), clusters.west())
          .flatMap(cluster -> IntStream.range(0, PARTITIONS).mapToObj(p -> at(cluster).records(p)))
          .mapToLong(List::size)
          .sum();
    }
  }
}
