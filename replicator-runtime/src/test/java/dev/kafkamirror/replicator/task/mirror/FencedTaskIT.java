package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitState;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.fence.Fence;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.RawWriter;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.wire.TargetConnection.Outcome;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks that write under a transactional id, within one cluster. */
class FencedTaskIT {
  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        KafkaCluster.builder("fenced")
            .listener(ListenerKind.SASL)
            .user("mirror", "right")
            .authorizer()
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void stopsForGoodOnceASuccessorHasFencedIt() throws Exception {
    TestTopic source = TestTopic.create(cluster, "source", 2, Map.of());
    TestTopic target = TestTopic.create(cluster, "target", 2, Map.of());
    source.produce(Map.of(), 20, i -> source.record(i % 2, i));
    try (var task = task("stops", settings(cluster), "mm2-stops-1");
        var fence = new Fence(settings(cluster), "fence")) {
      task.identified().get(60, SECONDS);
      assertThat(task.transactionalId()).isEqualTo("mm2-stops-1");
      copy(task, source, target, 2);
      awaitCaughtUp(task, source, 2);

      fence.fence("mm2-stops-1", Set.of(target.partition(0))).get(60, SECONDS);
      source.produce(Map.of(), 20, i -> source.record(0, i));

      await().atMost(PATIENCE).until(task::isFenced);
      awaitState(task, source, Phase.Retrying, "Fenced");
      assertThat(task.partitions().get(source.partition(1)).reason()).isEqualTo("Fenced");
      assertThat(task.release(source.partition(1)))
          .as("taken over like a lost owner's")
          .failsWithin(PATIENCE);
      assertThat(target.contents(0)).hasSize(10);
    }
  }

  @Test
  void copiesAPartitionThatComesBackUnderTheNextEpoch() throws Exception {
    TestTopic source = TestTopic.create(cluster, "comes", 1, Map.of());
    TestTopic target = TestTopic.create(cluster, "back", 1, Map.of());
    try (var task = task("back", settings(cluster), "mm2-back-1")) {
      Copied copied = Copied.upTo(new Position(0, -1, -1));
      for (int round = 0; round < 3; round++) {
        source.produce(Map.of(), 10, i -> source.record(0, i));
        task.add(new CopyOrder(source.partition(0), target.partition(0), copied, Uuid.ZERO_UUID));
        awaitCaughtUp(task, source, 1);
        copied = task.release(source.partition(0)).get(60, SECONDS);
      }

      assertEqual(source, target, 1);
      assertThat(task.isFenced()).isFalse();
    }
  }

  @Test
  void copiesWithoutFencingAndSaysWhyWhereItMayNotHaveATransactionalId() throws Exception {
    TestTopic source = TestTopic.create(cluster, "unfenced-source", 1, Map.of());
    TestTopic target = TestTopic.create(cluster, "unfenced-target", 1, Map.of());
    source.produce(Map.of(), 20, i -> source.record(0, i));
    allowTopics("unfenced-");
    ClientSettings mirror =
        settings(cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right"));
    try (var task = task("unfenced", mirror, "mm2-unfenced-1")) {
      task.identified().get(60, SECONDS);

      assertThat(task.transactionalId()).isNull();
      assertThat(task.withoutFencing())
          .hasValueSatisfying(
              why -> assertThat(why).contains("mm2-unfenced-1", "Write and Describe"));
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);
      assertEqual(source, target, 1);
    }
  }

  /** What keeps a batch out that a broker still holds when it is sent again. */
  @Test
  void brokersRefuseTheSecondOfTwoEqualBatchesAndOldEpochs() {
    TopicPartition partition = TestTopic.create(cluster, "late", 1, Map.of()).partition(0);
    try (var writer = new RawWriter(settings(cluster), "mm2-late-1")) {
      writer.watch(List.of(partition));
      ProducerIdentity first = writer.identity();
      assertThat(writer.write(partition, first, 0, 10).error()).isNull();

      Outcome again = writer.write(partition, first, 0, 10);
      assertThat(again.error()).isNull();
      assertThat(again.baseOffset()).isZero();

      assertThat(writer.renew()).isNull();
      assertThat(writer.identity().id()).isEqualTo(first.id());
      assertThat(writer.write(partition, writer.identity(), 0, 10).baseOffset()).isEqualTo(10);
      assertThat(writer.write(partition, first, 10, 10).error())
          .isInstanceOf(InvalidProducerEpochException.class);
    }
  }

  private static MirrorTask task(String name, ClientSettings client, String transactionalId) {
    return new MirrorTask(name, client, client, TaskLimits.defaults(), transactionalId);
  }

  private static void allowTopics(String prefix) {
    Rights.allow(
        cluster,
        new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED),
        AclOperation.DESCRIBE,
        AclOperation.READ,
        AclOperation.WRITE);
  }
}
