package dev.kafkamirror.replicator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.status.Throughput.Rates;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final TopicPartition ONE = new TopicPartition("orders", 1);
  private static final TopicPartition TWO = new TopicPartition("orders", 2);

  private long nanos = -5;
  private final Throughput throughput = new Throughput(Duration.ofSeconds(10), () -> nanos);

  @Test
  void nothingObservedIsNoThroughput() {
    assertThat(throughput.rates()).isEqualTo(new Rates(0, 0));
  }

  @Test
  void steadyFlowHasItsRateFromTheFirstSecondOn() {
    for (int second = 1; second <= 30; second++) {
      after(1, Map.of(ONE, counted(second * 100L, second * 5_000L)));
      assertThat(throughput.rates()).isEqualTo(new Rates(100, 5_000));
    }
  }

  @Test
  void burstIsForgottenAfterTheWindow() {
    after(1, Map.of(ONE, counted(1_000, 0)));
    after(9, Map.of(ONE, counted(1_000, 0)));
    assertThat(throughput.rates().recordsPerSecond()).isEqualTo(100);

    after(1, Map.of(ONE, counted(1_000, 0)));
    assertThat(throughput.rates().recordsPerSecond()).isZero();
  }

  @Test
  void partitionThatLeavesTakesNothingWithIt() {
    after(5, Map.of(ONE, counted(500, 0), TWO, counted(500, 0)));
    after(5, Map.of(ONE, counted(1_000, 0)));

    assertThat(throughput.rates().recordsPerSecond()).isEqualTo(150);
  }

  @Test
  void partitionThatReturnsCountsAnew() {
    after(1, Map.of(ONE, counted(900, 0)));
    after(1, Map.of());
    after(1, Map.of(ONE, counted(60, 0)));
    after(1, Map.of(ONE, counted(40, 0)));

    assertThat(throughput.rates().recordsPerSecond()).isEqualTo((900 + 60 + 40) / 4.0);
  }

  private void after(int seconds, Map<TopicPartition, PartitionState> partitions) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    throughput.observe(partitions);
  }

  private static PartitionState counted(long records, long bytes) {
    return new PartitionState(
        Phase.Running, 0, null, -1, -1, -1, records, bytes, Losses.NONE, null, null);
  }
}
