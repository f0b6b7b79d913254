package dev.kafkamirror.replicator.fence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.testkit.RawWriter;
import dev.kafkamirror.replicator.testkit.Rights;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lost owner that is not dead, and its successors, at brokers of the oldest and this version. */
class FenceIT {
  private static final Logger LOG = LoggerFactory.getLogger(FenceIT.class);
  private static final String OLDEST = "3.4.1";
  private static final String PRESENT = "4.3.1";
  private static final int PARTITIONS = 1_000;
  private static final int SUCCESSORS = 6;
  private static final Map<String, KafkaCluster> CLUSTERS = new HashMap<>();

  @AfterAll
  static void stop() {
    CLUSTERS.values().forEach(KafkaCluster::close);
  }

  private static KafkaCluster cluster(String version) {
    return CLUSTERS.computeIfAbsent(
        version,
        v -> {
          KafkaClusterBuilder builder = KafkaCluster.builder("fence");
          return v.equals(PRESENT)
              ? builder.listener(ListenerKind.SASL).user("mirror", "right").authorizer().start()
              : builder.version(v).start();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, PRESENT})
  void refusesAZombiesBatchesWhereItIsFencedAndNowhereElse(String version) throws Exception {
    KafkaCluster cluster = cluster(version);
    List<TopicPartition> topic = create(cluster, "zombie", 3);
    try (var zombie = new RawWriter(settings(cluster), "zombie");
        var fence = new Fence(settings(cluster), "fence")) {
      zombie.watch(topic);
      for (TopicPartition partition : topic) {
        assertThat(zombie.write(partition, 5).error()).isNull();
      }

      fence.fence("zombie", Set.of(topic.get(0), topic.get(1))).get(60, SECONDS);

      assertThat(zombie.write(topic.get(0), 5).error())
          .isInstanceOf(InvalidProducerEpochException.class);
      assertThat(zombie.write(topic.get(1), 5).error())
          .isInstanceOf(InvalidProducerEpochException.class);
      assertThat(zombie.write(topic.get(2), 5).error()).isNull();
      assertThat(zombie.renew())
          .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
      assertThat(end(cluster, topic.get(0))).isEqualTo(6);
      assertThat(end(cluster, topic.get(2))).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, PRESENT})
  void refusesThemAlsoAfterTheBrokerStartedAgain(String version) throws Exception {
    KafkaCluster cluster = cluster(version);
    List<TopicPartition> topic = create(cluster, "restarted", 1);
    try (var zombie = new RawWriter(settings(cluster), "restarted");
        var fence = new Fence(settings(cluster), "fence")) {
      zombie.watch(topic);
      assertThat(zombie.write(topic.get(0), 5).error()).isNull();
      fence.fence("restarted", Set.copyOf(topic)).get(60, SECONDS);

      cluster.killBroker(cluster.brokerIds().getFirst());
      cluster.startBroker(cluster.brokerIds().getFirst());

      assertThat(zombie.write(topic.get(0), 5).error())
          .isInstanceOf(InvalidProducerEpochException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, PRESENT})
  void letsManySuccessorsFenceTheSameWriterAtTheSameTime(String version) throws Exception {
    KafkaCluster cluster = cluster(version);
    List<TopicPartition> topic = create(cluster, "contended", SUCCESSORS);
    List<Fence> fences =
        IntStream.range(0, SUCCESSORS)
            .mapToObj(i -> new Fence(settings(cluster), "successor-" + i))
            .toList();
    try (var zombie = new RawWriter(settings(cluster), "contended")) {
      zombie.watch(topic);
      topic.forEach(p -> assertThat(zombie.write(p, 5).error()).isNull());

      List<CompletableFuture<Void>> all =
          IntStream.range(0, SUCCESSORS)
              .mapToObj(i -> fences.get(i).fence("contended", Set.of(topic.get(i))))
              .toList();
      for (CompletableFuture<Void> one : all) {
        one.get(60, SECONDS);
      }

      for (TopicPartition partition : topic) {
        assertThat(zombie.write(partition, 5).error())
            .isInstanceOf(InvalidProducerEpochException.class);
      }
    } finally {
      fences.forEach(Fence::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, PRESENT})
  void fencesManyPartitionsAtOnce(String version) throws Exception {
    KafkaCluster cluster = cluster(version);
    List<TopicPartition> topic = create(cluster, "many", PARTITIONS);
    TopicPartition last = topic.getLast();
    try (var zombie = new RawWriter(settings(cluster), "many");
        var fence = new Fence(settings(cluster), "fence")) {
      zombie.watch(topic);
      assertThat(zombie.write(last, 5).error()).isNull();

      long start = System.nanoTime();
      fence.fence("many", Set.copyOf(topic)).get(60, SECONDS);
      LOG.atInfo()
          .addKeyValue("version", version)
          .addKeyValue("ms", (System.nanoTime() - start) / 1_000_000)
          .log("{} partitions fenced", PARTITIONS);

      assertThat(zombie.write(last, 5).error()).isInstanceOf(InvalidProducerEpochException.class);
    }
  }

  @Test
  void leavesOutPartitionsThatDoNotExist() throws Exception {
    KafkaCluster cluster = cluster(PRESENT);
    TopicPartition there = create(cluster, "there", 1).getFirst();
    try (var zombie = new RawWriter(settings(cluster), "partly");
        var fence = new Fence(settings(cluster), "fence")) {
      zombie.watch(Set.of(there));
      assertThat(zombie.write(there, 5).error()).isNull();

      fence.fence("partly", Set.of(there, new TopicPartition("deleted", 0))).get(60, SECONDS);

      assertThat(zombie.write(there, 5).error()).isInstanceOf(InvalidProducerEpochException.class);
    }
  }

  @Test
  void leavesNothingThatHoldsUpReadersOfCommittedRecords() throws Exception {
    KafkaCluster cluster = cluster(PRESENT);
    TopicPartition partition = create(cluster, "readers", 1).getFirst();
    try (var zombie = new RawWriter(settings(cluster), "readers");
        var fence = new Fence(settings(cluster), "fence")) {
      zombie.watch(Set.of(partition));
      assertThat(zombie.write(partition, 5).error()).isNull();

      fence.fence("readers", Set.of(partition)).get(60, SECONDS);

      assertThat(end(cluster, partition, IsolationLevel.READ_COMMITTED))
          .isEqualTo(end(cluster, partition, IsolationLevel.READ_UNCOMMITTED));
    }
  }

  @Test
  void saysWhichRightIsMissing() throws Exception {
    KafkaCluster cluster = cluster(PRESENT);
    TopicPartition partition = create(cluster, "guarded", 1).getFirst();
    ClientSettings mirror =
        settings(cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right"));
    try (var fence = new Fence(mirror, "fence")) {
      assertThatThrownBy(() -> fence.fence("mm2-x-1", Set.of(partition)).get(60, SECONDS))
          .hasCauseInstanceOf(TransactionalIdAuthorizationException.class);

      allow(cluster, ResourceType.TRANSACTIONAL_ID, "mm2-");
      assertThatThrownBy(() -> fence.fence("mm2-x-1", Set.of(partition)).get(60, SECONDS))
          .hasCauseInstanceOf(TopicAuthorizationException.class);

      allow(cluster, ResourceType.TOPIC, "guarded");
      fence.fence("mm2-x-1", Set.of(partition)).get(60, SECONDS);
    }
  }

  private static void allow(KafkaCluster cluster, ResourceType type, String prefix) {
    Rights.allow(
        cluster,
        new ResourcePattern(type, prefix, PatternType.PREFIXED),
        AclOperation.WRITE,
        AclOperation.DESCRIBE);
  }

  private static List<TopicPartition> create(KafkaCluster cluster, String name, int partitions)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
    List<TopicPartition> topic =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(name, p)).toList();
    awaitLogs(cluster, topic);
    return topic;
  }

  /** Creating a thousand logs takes a broker longer than fencing them. */
  private static void awaitLogs(KafkaCluster cluster, List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions.forEach(p -> ends.put(p, OffsetSpec.latest()));
    try (Admin admin = cluster.admin()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreException(ExecutionException.class)
          .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
    }
  }

  private static long end(KafkaCluster cluster, TopicPartition partition) throws Exception {
    return end(cluster, partition, IsolationLevel.READ_UNCOMMITTED);
  }

  private static long end(KafkaCluster cluster, TopicPartition partition, IsolationLevel isolation)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private static ClientSettings settings(KafkaCluster cluster) {
    return settings(cluster.clientConfig());
  }

  private static ClientSettings settings(Map<String, Object> config) {
    return new ClientSettings("target", null, config, Map.of(), Map.of(), Map.of());
  }
}
