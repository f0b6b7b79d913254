package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task between two real clusters: what arrives is what was there. */
class MirrorTaskIT {
  private static KafkaCluster east;
  private static KafkaCluster west;

  @BeforeAll
  static void start() {
    east = KafkaCluster.builder("east").start();
    west = KafkaCluster.builder("west").start();
  }

  @AfterAll
  static void stop() {
    east.close();
    west.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void copiesRecordsOfEveryCodec(String codec) {
    TestTopic source = TestTopic.create(east, "codec-" + codec, 2, Map.of());
    TestTopic target = TestTopic.create(west, "east.codec-" + codec, 2, Map.of());
    source.produce(
        Map.of("compression.type", codec, "linger.ms", 20), 2_000, i -> source.record(i % 2, i));

    try (MirrorTask task = task("codec-" + codec)) {
      copy(task, source, target, 2);
      awaitCaughtUp(task, source, 2);

      assertThat(target.contents(0)).isEqualTo(source.contents(0));
      assertThat(target.contents(1)).isEqualTo(source.contents(1)).hasSize(1_000);
    }
  }

  @Test
  void copiesRecordsWithoutKeyOrValue() {
    TestTopic source = TestTopic.create(east, "nulls", 1, Map.of());
    TestTopic target = TestTopic.create(west, "east.nulls", 1, Map.of());
    source.produce(
        Map.of(),
        2,
        i -> new ProducerRecord<>("nulls", 0, i == 0 ? TestTopic.bytes("k") : null, null));

    try (MirrorTask task = task("nulls")) {
      copy(task, source, target, 1);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(2);
    }
  }

  private static MirrorTask task(String name) {
    return new MirrorTask(name, settings(east), settings(west), TaskLimits.defaults());
  }

  static ClientSettings settings(KafkaCluster cluster) {
    return new ClientSettings("test", cluster.clientConfig(), Map.of(), Map.of(), Map.of());
  }

  private static void copy(MirrorTask task, TestTopic source, TestTopic target, int partitions) {
    for (int p = 0; p < partitions; p++) {
      task.add(new CopyOrder(source.partition(p), target.partition(p), CopyOrder.EARLIEST));
    }
  }

  private static void awaitCaughtUp(MirrorTask task, TestTopic source, int partitions) {
    for (int p = 0; p < partitions; p++) {
      var partition = source.partition(p);
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                PartitionState state = task.partitions().get(partition);
                assertThat(state.phase()).isEqualTo(Phase.Running);
                assertThat(state.sourceEnd()).isPositive();
                assertThat(state.position().sourceOffset()).isEqualTo(state.sourceEnd());
              });
    }
  }
}
