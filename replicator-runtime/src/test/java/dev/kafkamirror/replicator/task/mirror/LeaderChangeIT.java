package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leaders that move between brokers, on both sides of a flow within one cluster of two. */
class LeaderChangeIT {
  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.builder("pair").brokers(2).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void followsLeadersThatMoveUnderLoad() throws Exception {
    TestTopic source = create("source");
    TestTopic target = create("target");
    try (var load = new Load(source, 2);
        MirrorTask task = task("moving-leaders")) {
      copy(task, source, target, 2);
      for (int round = 0; round < 4; round++) {
        load.awaitMore(75);
        lead(round % 2, target.partition(0), target.partition(1));
        load.awaitMore(75);
        lead(round % 2, source.partition(0), source.partition(1));
      }
      load.stop();
      awaitCaughtUp(task, source, 2);

      assertEqual(source, target, 2);
    }
  }

  @Test
  void goesOnWithTheOtherBrokerWhenOneIsKilled() {
    TestTopic source = create("source-of-killed");
    TestTopic target = create("target-of-killed");
    try (var load = new Load(source, 2);
        MirrorTask task = task("killed")) {
      copy(task, source, target, 2);
      for (int broker : List.of(0, 1)) {
        load.awaitMore(75);
        awaitInSync(source, target);
        cluster.killBroker(broker);
        load.awaitMore(75);
        cluster.startBroker(broker);
      }
      load.stop();
      awaitCaughtUp(task, source, 2);

      assertEqual(source, target, 2);
    }
  }

  /** Makes the broker the first replica and thereby the leader. */
  private static void lead(int broker, TopicPartition... partitions) throws Exception {
    try (Admin admin = cluster.admin()) {
      for (TopicPartition partition : partitions) {
        var replicas = new NewPartitionReassignment(List.of(broker, 1 - broker));
        admin.alterPartitionReassignments(Map.of(partition, Optional.of(replicas))).all().get();
      }
      await()
          .atMost(PATIENCE)
          .until(() -> admin.listPartitionReassignments().reassignments().get().isEmpty());
      admin.electLeaders(ElectionType.PREFERRED, Set.of(partitions)).partitions().get();
      for (TopicPartition partition : partitions) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    admin
                            .describeTopics(List.of(partition.topic()))
                            .allTopicNames()
                            .get()
                            .get(partition.topic())
                            .partitions()
                            .get(partition.partition())
                            .leader()
                            .id()
                        == broker);
      }
    }
  }

  private static void awaitInSync(TestTopic... topics) {
    try (Admin admin = cluster.admin()) {
      for (TestTopic topic : topics) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    admin
                        .describeTopics(List.of(topic.name()))
                        .allTopicNames()
                        .get()
                        .get(topic.name())
                        .partitions()
                        .stream()
                        .allMatch(p -> p.isr().size() == 2));
      }
    }
  }

  private static TestTopic create(String name) {
    return TestTopic.create(cluster, new NewTopic(name, 2, (short) 2), Map.of());
  }

  private static MirrorTask task(String name) {
    return new MirrorTask(
        name, settings(cluster), settings(cluster), TaskLimits.defaults(), "mm2-" + name);
  }
}
