package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary.CanaryState;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A canary of a real mirror. */
class CanaryIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final String TOPIC = "mm2-canary.east.bird-";

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @Test
  void arrivesInTimeIsLateWhereTheMirrorStandsAndLostWhereRecordsAreLeftOut() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "bird-");
    FleetMember member = flow.member("pod", flow.withCanary(OnRecordError.Fail));
    Canary healthy = awaitCanary(member, canary -> canary.state() == CanaryState.InTime);
    assertThat(healthy.delayMillis()).isNotNull().isNotNegative();
    assertThat(healthy.lost()).isZero();
    assertThat(flow.source(TOPIC).contents(0)).isNotEmpty();
    assertThat(flow.target("east." + TOPIC).contents(0)).isNotEmpty();

    refuseRecords(OpType.SET);
    Canary late = awaitCanary(member, canary -> canary.state() == CanaryState.Late);
    assertThat(late.delayMillis()).isGreaterThan(2_000);
    assertThat(late.message()).contains("has not arrived within 2 s");

    member.apply(flow.withCanary(OnRecordError.Skip));
    await().atMost(DEADLINE).until(() -> member.status().dataLoss().events() > 0);
    refuseRecords(OpType.DELETE);
    awaitCanary(member, canary -> canary.lost() > 0);
    awaitCanary(member, canary -> canary.state() == CanaryState.InTime);

    member.apply(flow.settings());
    await()
        .atMost(DEADLINE)
        .until(() -> member.status().flow() != null && member.status().flow().canary() == null);
    member.close(GRACE);
  }

  private static Canary awaitCanary(FleetMember member, Predicate<Canary> condition) {
    return await()
        .atMost(DEADLINE)
        .until(
            () -> member.status().flow() == null ? null : member.status().flow().canary(),
            canary -> canary != null && condition.test(canary));
  }

  /** The remote topic takes no record, or any again. */
  private static void refuseRecords(OpType how) throws ExecutionException, InterruptedException {
    var limit = new ConfigEntry("max.message.bytes", "1");
    try (Admin admin = CLUSTERS.west().admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, "east." + TOPIC),
                  Set.of(new AlterConfigOp(limit, how))))
          .all()
          .get();
    }
  }
}
