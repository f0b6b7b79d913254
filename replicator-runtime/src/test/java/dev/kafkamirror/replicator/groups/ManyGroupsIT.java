package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.mm2.MirrorMakerTopics;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.PositionTopic;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thousands of groups in each round of one pod. */
class ManyGroupsIT {
  private static final int GROUPS = 5_000;

  /** Where the source's first record came to lie on the target. */
  private static final int SHIFT = 7;

  /** A commit waits 5 ms for others, as brokers of Kafka 4.0 and 4.1 have it. */
  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(
          UnaryOperator.identity(),
          target -> target.property("group.coordinator.append.linger.ms", "5"));

  @Test
  void aRoundCarriesThemAllOverAndAsksForHundredsAtATime() throws Exception {
    TestTopic orders = TestTopic.create(CLUSTERS.east(), "orders", 1, Map.of());
    TestTopic remote = TestTopic.create(CLUSTERS.west(), "east.orders", 1, Map.of());
    FlowSettings settings = settings();
    List<Admin> committers = new ArrayList<>();
    try (Admin east = CLUSTERS.east().admin();
        Admin west = CLUSTERS.west().admin();
        var topics = new MirrorMakerTopics(settings, east, west);
        var homeward = new Homeward(east, west, settings.source());
        var positions =
            new PositionTopic(settings, new ClusterIdentity(null), _ -> {}, System::nanoTime);
        var atSource = new GroupCommits(_ -> CLUSTERS.east().admin());
        var commits =
            new GroupCommits(
                _ -> {
                  committers.add(CLUSTERS.west().admin());
                  return committers.getLast();
                })) {
      positions.start();
      positions.writeSurely(orders.partition(0), copied()).get();
      assertThat(atSource.commit(offsets(orders.partition(0), 0))).isEmpty();
      GroupRound round =
          new GroupRound(
              new GroupCalls(east),
              new TargetWork(new GroupCalls(west), commits),
              topics,
              positions,
              homeward,
              new CheckpointLatencies(),
              Clock.systemUTC());
      int before = requests(east) + requests(west);

      Map<String, GroupResult> results = round.carryOver(settings, new GroupShare(0, 1), _ -> true);

      assertThat(results)
          .hasSize(GROUPS)
          .allSatisfy((_, result) -> assertThat(result.state()).isEqualTo(GroupState.Synced));
      var expected = offsets(remote.partition(0), SHIFT);
      assertThat(new GroupCalls(west).offsets(expected.keySet()).offsets()).isEqualTo(expected);
      assertThat(requests(east) + requests(west) - before).isLessThan(GROUPS / 25);
      // Where the group is, and the commit, which has no request for several groups.
      assertThat(committers)
          .hasSizeGreaterThan(5)
          .allSatisfy(one -> assertThat(requests(one)).isLessThan(2 * GROUPS / 5));

      int committed = committers.stream().mapToInt(ManyGroupsIT::requests).sum();
      round.carryOver(settings, new GroupShare(0, 1), _ -> true);
      assertThat(committers.stream().mapToInt(ManyGroupsIT::requests).sum())
          .as("nothing has changed since")
          .isLessThan(committed + GROUPS / 25);
    }
  }

  private static FlowSettings settings() {
    String spec =
        """
        topics: {include: [{name: orders}]}
        groups: {include: [{prefix: group}], offsetSync: {mode: Sync}}
        """;
    return new FlowSettings(
        "east.many",
        "000000000000",
        TestSpecs.of(spec),
        client("east", CLUSTERS.east()),
        client("west", CLUSTERS.west()));
  }

  private static ClientSettings client(String alias, KafkaCluster cluster) {
    return new ClientSettings(alias, null, cluster.clientConfig(), Map.of(), Map.of(), Map.of());
  }

  private static StoredPosition copied() {
    return new StoredPosition(
        new Copied(
            new Position(GROUPS, GROUPS + SHIFT, 0),
            OffsetRanges.NONE.append(new OffsetRange(0, SHIFT, GROUPS))),
        new TopicPair(Uuid.randomUuid(), Uuid.randomUuid(), null),
        Ownership.nobody());
  }

  /** An offset of its own for each group. */
  private static Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets(
      TopicPartition partition, int shift) {
    return IntStream.range(0, GROUPS)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> "group" + i, i -> Map.of(partition, new OffsetAndMetadata(i + shift))));
  }

  private static int requests(Admin admin) {
    return admin.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals("request-total"))
        .filter(e -> e.getKey().group().equals("admin-client-metrics"))
        .mapToInt(e -> ((Double) e.getValue().metricValue()).intValue())
        .sum();
  }
}
