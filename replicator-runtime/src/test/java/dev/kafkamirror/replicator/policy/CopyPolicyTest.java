package dev.kafkamirror.replicator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.replicator.settings.TestSpecs;
import org.junit.jupiter.api.Test;

class CopyPolicyTest {
  private static final StartFrom EARLIEST = new StartFrom(StartFrom.Position.Earliest, null);
  private static final StartFrom LATEST = new StartFrom(StartFrom.Position.Latest, null);

  @Test
  void theFirstOverrideThatSelectsATopicCounts() {
    CopyPolicy policy =
        policy(
            """
            topics:
              overrides:
              - {name: orders.vip, startFrom: {position: Latest}, priority: 9}
              - {prefix: orders., priority: 1, throttleBytesPerSecond: 2000}
              - {pattern: "orders.*", priority: 5}
            """);

    assertThat(policy.topic("orders.vip")).isEqualTo(new TopicPolicy(LATEST, 9, null));
    assertThat(policy.topic("orders.eu")).isEqualTo(new TopicPolicy(EARLIEST, 1, 2_000L));
    assertThat(policy.topic("orders-old")).isEqualTo(new TopicPolicy(EARLIEST, 5, null));
    assertThat(policy.topic("bills")).isEqualTo(new TopicPolicy(EARLIEST, 0, null));
  }

  @Test
  void tasksShareTheLimitEvenly() {
    assertThat(share("throttle: {bytesPerSecond: 9000}", 4)).isEqualTo(2_250);
    assertThat(share("throttle: {bytesPerSecond: 9000}", 0)).isEqualTo(9_000);
    assertThat(share("throttle: {bytesPerSecond: 1024}", 5_000)).isEqualTo(1);
    assertThat(share("throttle: {}", 4)).isNull();
  }

  @Test
  void withoutARackThereIsNone() {
    assertThat(policy("source: {rack: {id: here}}").rack()).isEqualTo("here");
    assertThat(CopyPolicy.DEFAULT.rack()).isEmpty();
  }

  private static CopyPolicy policy(String spec) {
    return CopyPolicy.of(TestSpecs.of(spec), 1);
  }

  private static Long share(String spec, int tasks) {
    return CopyPolicy.of(TestSpecs.of(spec), tasks).bytesPerSecond();
  }
}
