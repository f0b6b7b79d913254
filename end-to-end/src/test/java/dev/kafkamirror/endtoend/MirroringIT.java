package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One mirror, one pod: what is mirrored and when. */
@ExtendWith(PlaygroundExtension.class)
class MirroringIT {
  private static final String MIRROR = "mirroring";

  private final Mirrors mirrors;
  private final KafkaCluster east;
  private final KafkaCluster west;

  MirroringIT(Playground playground) {
    mirrors = new Mirrors(playground);
    east = playground.kafka("east");
    west = playground.kafka("west");
  }

  @BeforeEach
  void applyMirror() {
    mirrors.apply(MIRROR, "mirroring.", "heartbeats: {writeTo: Source}");
  }

  @AfterEach
  void deleteMirror() {
    mirrors.delete(MIRROR);
  }

  @Test
  void everyRecordArrivesEqualAndStatusSaysSo() throws Exception {
    Mirrors.createTopic(east, "mirroring.all", 4);
    Mirrors.load("mirroring.all", 4, 20_000, 1).produce(east.clientConfig(), sent -> {});

    mirrors.assertEqual("mirroring.all", 20_000);
    await("status is Ready, without lag, with a heartbeat")
        .atMost(Mirrors.DEADLINE)
        .untilAsserted(
            () -> {
              var status = mirrors.mirror(MIRROR).get().getStatus();
              assertThat(mirrors.condition(MIRROR, "Ready").orElseThrow().getStatus())
                  .isEqualTo("True");
              assertThat(status.lag().records()).isZero();
              assertThat(status.partitions().replicating()).isEqualTo(status.partitions().total());
              assertThat(status.heartbeat().state()).isEqualTo("Healthy");
            });
  }

  @Test
  void topicsAndPartitionsBornLaterAreMirroredFromTheirFirstRecord() throws Exception {
    mirrors.awaitReady(MIRROR);
    Mirrors.createTopic(east, "mirroring.later", 2);
    Mirrors.load("mirroring.later", 2, 2_000, 2).produce(east.clientConfig(), sent -> {});
    mirrors.assertEqual("mirroring.later", 2_000);

    try (Admin admin = east.admin()) {
      admin
          .createPartitions(Map.of("mirroring.later", NewPartitions.increaseTo(5)))
          .all()
          .get(1, TimeUnit.MINUTES);
    }
    Mirrors.load("mirroring.later", 5, 5_000, 3).produce(east.clientConfig(), sent -> {});
    mirrors.assertEqual("mirroring.later", 7_000);
  }

  @Test
  void aPausedMirrorCopiesNothingAndAStoppedOneHasNoPods() throws Exception {
    Mirrors.createTopic(east, "mirroring.paused", 1);
    Mirrors.load("mirroring.paused", 1, 100, 4).produce(east.clientConfig(), sent -> {});
    mirrors.assertEqual("mirroring.paused", 100);

    mirrors.apply(MIRROR, "mirroring.", "state: Paused");
    await("the mirror says that it is paused")
        .atMost(Mirrors.DEADLINE)
        .until(
            () ->
                mirrors.condition(MIRROR, "Ready").stream()
                    .anyMatch(c -> c.getReason().equals("Paused")));
    Mirrors.load("mirroring.paused", 1, 100, 5).produce(east.clientConfig(), sent -> {});
    assertThat(Mirrors.ends(west, "east.mirroring.paused")).containsEntry(0, 100L);

    mirrors.apply(MIRROR, "mirroring.", "state: Stopped");
    await("no pods").atMost(Mirrors.DEADLINE).until(() -> mirrors.pods(MIRROR).isEmpty());

    mirrors.apply(MIRROR, "mirroring.", "state: Running");
    mirrors.assertEqual("mirroring.paused", 200);
  }

  @Test
  void deletingTheMirrorEndsItsPodsAndLeavesTheTopics() throws Exception {
    Mirrors.createTopic(east, "mirroring.kept", 1);
    Mirrors.load("mirroring.kept", 1, 100, 6).produce(east.clientConfig(), sent -> {});
    mirrors.assertEqual("mirroring.kept", 100);

    mirrors.delete(MIRROR);
    assertThat(Mirrors.ends(west, "east.mirroring.kept")).containsEntry(0, 100L);

    mirrors.apply(MIRROR, "mirroring.", "");
    Mirrors.load("mirroring.kept", 1, 100, 7).produce(east.clientConfig(), sent -> {});
    mirrors.assertEqual("mirroring.kept", 200);
  }
}
