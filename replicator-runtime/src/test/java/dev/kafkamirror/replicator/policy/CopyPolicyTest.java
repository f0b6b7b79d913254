package dev.kafkamirror.replicator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.RackSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.ThrottleSpec;
import dev.kafkamirror.api.v1alpha1.TopicOverride;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyPolicyTest {
  private static final StartFrom EARLIEST = new StartFrom(StartFrom.Position.Earliest, null);
  private static final StartFrom LATEST = new StartFrom(StartFrom.Position.Latest, null);

  @Test
  void theFirstOverrideThatSelectsATopicCounts() {
    CopyPolicy policy =
        policy(
            null,
            new TopicOverride("orders.vip", null, null, LATEST, 9, null),
            new TopicOverride(null, "orders.", null, null, 1, 2_000L),
            new TopicOverride(null, null, "orders.*", null, 5, null));

    assertThat(policy.topic("orders.vip")).isEqualTo(new TopicPolicy(LATEST, 9, null));
    assertThat(policy.topic("orders.eu")).isEqualTo(new TopicPolicy(EARLIEST, 1, 2_000L));
    assertThat(policy.topic("orders-old")).isEqualTo(new TopicPolicy(EARLIEST, 5, null));
    assertThat(policy.topic("bills")).isEqualTo(new TopicPolicy(EARLIEST, 0, null));
  }

  @Test
  void tasksShareTheLimitEvenly() {
    assertThat(CopyPolicy.of(spec(9_000L), 4).bytesPerSecond()).isEqualTo(2_250);
    assertThat(CopyPolicy.of(spec(9_000L), 0).bytesPerSecond()).isEqualTo(9_000);
    assertThat(CopyPolicy.of(spec(1_024L), 5_000).bytesPerSecond()).isEqualTo(1);
    assertThat(CopyPolicy.of(spec(null), 4).bytesPerSecond()).isNull();
  }

  @Test
  void withoutARackThereIsNone() {
    assertThat(policy(null).rack()).isEqualTo("here");
    assertThat(CopyPolicy.DEFAULT.rack()).isEmpty();
  }

  private static CopyPolicy policy(Long limit, TopicOverride... overrides) {
    return CopyPolicy.of(spec(limit, overrides), 1);
  }

  private static KafkaMirrorSpec spec(Long limit, TopicOverride... overrides) {
    TopicsSpec topics =
        new TopicsSpec(
            List.of(),
            List.of(),
            null,
            -1,
            null,
            null,
            null,
            EARLIEST,
            null,
            null,
            null,
            List.of(overrides));
    ClusterSpec source =
        new ClusterSpec("east", null, null, null, null, new RackSpec("here"), null);
    return new KafkaMirrorSpec(
        source,
        null,
        topics,
        null,
        null,
        new ThrottleSpec(limit),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
