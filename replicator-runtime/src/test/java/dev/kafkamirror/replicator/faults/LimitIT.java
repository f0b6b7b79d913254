package dev.kafkamirror.replicator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.network.Link;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.status.Limit;
import dev.kafkamirror.replicator.status.Pressures;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.mirror.MirrorTask;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What limits a task, by what it measures of itself. */
@ExtendWith(FaultClusters.Extension.class)
class LimitIT {
  private static final String NAME = "limits";
  private static final int SLOW_KILOBYTES = 200;
  private static final int KIB = 1 << 10;
  private static final TaskLimits SMALL =
      new TaskLimits(4096L * KIB, 512 * KIB, 256 * KIB, 256 * KIB, 2, Duration.ofSeconds(10));

  /** Without the CPU of the process, which the tests of other classes use too. */
  private final Pressures pressures =
      new Pressures(Duration.ofSeconds(10), System::nanoTime, () -> 0, 1);

  @Test
  void theSlowerSideIsNamedAndAQuotaBeforeBoth(FaultClusters clusters) throws Exception {
    TestTopic source = clusters.create(NAME, 1, Map.of());
    TestTopic target = TestTopic.create(clusters.west(), "east." + NAME, 1, Map.of());
    source.produce(
        Map.of("batch.size", 100 * KIB, "linger.ms", 20),
        4_000,
        _ -> new ProducerRecord<>(NAME, 0, null, new byte[10 * KIB]));
    links(clusters.east()).forEach(link -> link.bandwidth(SLOW_KILOBYTES));

    try (MirrorTask task =
        new MirrorTask(NAME, settings(clusters.east()), settings(clusters.west()), SMALL, null)) {
      task.add(new CopyOrder(source.partition(0), target.partition(0), CopyOrder.EARLIEST));
      awaitLimit(task, Limit.Source);

      links(clusters.west()).forEach(link -> link.bandwidth(SLOW_KILOBYTES));
      links(clusters.east()).forEach(Link::mend);
      awaitLimit(task, Limit.Target);

      limitConsumer(clusters.east(), NAME + "-source");
      links(clusters.west()).forEach(Link::mend);
      awaitLimit(task, Limit.Quota);
      assertThat(task.measures().fetches().throttles().largest()).isPositive();
    }
  }

  private void awaitLimit(MirrorTask task, Limit limit) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .untilAsserted(
            () -> {
              pressures.observe(List.of(task.measures()));
              assertThat(Limit.of(pressures.now())).as("%s", pressures.now()).isEqualTo(limit);
            });
  }

  private static void limitConsumer(KafkaCluster cluster, String clientId) throws Exception {
    var client = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId));
    var rate = new ClientQuotaAlteration.Op("consumer_byte_rate", SLOW_KILOBYTES * 1e3);
    try (Admin admin = cluster.admin()) {
      admin
          .alterClientQuotas(List.of(new ClientQuotaAlteration(client, List.of(rate))))
          .all()
          .get();
    }
  }

  private static ClientSettings settings(KafkaCluster cluster) {
    return new ClientSettings(
        "test", null, cluster.clientConfig(ListenerKind.PROXIED), Map.of(), Map.of(), Map.of());
  }

  private static List<Link> links(KafkaCluster cluster) {
    return cluster.brokerIds().stream().map(cluster::link).toList();
  }
}
