package dev.kafkamirror.replicator.task.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.Map;

/** Orders to a task under test, and waiting for what comes of them. */
final class TaskAwait {
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private TaskAwait() {}

  static ClientSettings settings(KafkaCluster cluster) {
    return settings(cluster.clientConfig());
  }

  static ClientSettings settings(Map<String, Object> config) {
    return new ClientSettings("test", null, config, Map.of(), Map.of(), Map.of());
  }

  /** Has the task copy that many partitions from their start. */
  static void copy(MirrorTask task, TestTopic source, TestTopic target, int partitions) {
    for (int p = 0; p < partitions; p++) {
      task.add(new CopyOrder(source.partition(p), target.partition(p), CopyOrder.EARLIEST));
    }
  }

  static void awaitState(MirrorTask task, TestTopic source, Phase phase, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              PartitionState state = task.partitions().get(source.partition(0));
              assertThat(state.phase()).isEqualTo(phase);
              assertThat(state.reason()).isEqualTo(reason);
            });
  }

  /** Waits until everything that is in the source now is acknowledged by the target. */
  static void awaitCaughtUp(MirrorTask task, TestTopic source, int partitions) {
    for (int p = 0; p < partitions; p++) {
      var partition = source.partition(p);
      long end = source.end(p);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                PartitionState state = task.partitions().get(partition);
                assertThat(state.phase()).isEqualTo(Phase.Running);
                assertThat(state.position().sourceOffset()).isEqualTo(end);
                assertThat(state.sourceEnd()).isEqualTo(end);
                assertThat(state.oldestPendingTimestamp()).isEqualTo(-1);
              });
    }
  }
}
