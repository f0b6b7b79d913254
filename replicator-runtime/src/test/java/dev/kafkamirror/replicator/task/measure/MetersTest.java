package dev.kafkamirror.replicator.task.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import org.junit.jupiter.api.Test;

class MetersTest {
  private long wallClock = 1_000_000;

  @Test
  void agesAreThoseOfTheFirstAndTheLastRecordOfABatch() {
    PartitionMeter meter = new PartitionMeter(() -> wallClock);

    meter.fetched(100, wallClock - 500, wallClock - 100);

    Summary ages = meter.measures().ages();
    assertThat(ages.least()).isEqualTo(100);
    assertThat(ages.largest()).isEqualTo(500);
    assertThat(ages.mean()).isEqualTo(300);
    assertThat(ages.last()).isEqualTo(100);
    assertThat(meter.measures().latencies()).isEqualTo(Summary.NONE);
  }

  @Test
  void whatTheTargetHasIsCountedAndTimed() {
    PartitionMeter meter = new PartitionMeter(() -> wallClock);
    meter.replicated(10, 1_000, wallClock - 50, wallClock - 50);
    wallClock += 20_000;
    meter.replicated(20, 3_000, wallClock - 90, wallClock - 90);

    wallClock += 20_000;
    PartitionMeasures measures = meter.measures();
    assertThat(measures.records().sum()).isEqualTo(30);
    assertThat(measures.records().sumPerSecond()).isEqualTo(30 / 40.0);
    assertThat(measures.bytes().sum()).isEqualTo(4_000);
    assertThat(measures.bytes().sumPerSecond()).isEqualTo(100);
    assertThat(measures.latencies().mean()).isEqualTo((10 * 50 + 20 * 90) / 30.0);
  }

  @Test
  void recordsWithoutATimeAreCountedOnly() {
    PartitionMeter meter = new PartitionMeter(() -> wallClock);

    meter.replicated(10, 1_000, -1, -1);

    assertThat(meter.measures().records().sum()).isEqualTo(10);
    assertThat(meter.measures().latencies()).isEqualTo(Summary.NONE);
  }

  @Test
  void answersWithoutRecordsHaveALatencyButNoSize() {
    FetchMeter meter = new FetchMeter();
    meter.answered(5_000, 10, 0, 0);
    meter.answered(0, 500, 40, 1_000);

    var fetches = meter.measures(1_000);
    assertThat(fetches.sizes().mean()).isEqualTo(5_000);
    assertThat(fetches.latencies().largest()).isEqualTo(500);
    assertThat(fetches.latencies().count()).isEqualTo(2);
    assertThat(fetches.throttles().mean()).isEqualTo(20);
  }

  @Test
  void timeWithoutRoomAndTimeOfLimitsAddUp() {
    FetchMeter meter = new FetchMeter();
    meter.turned(true, false, 100);
    meter.turned(true, false, 150);
    meter.turned(false, true, 200);
    meter.turned(false, false, 1_000);
    meter.turned(true, false, 5_000);

    assertThat(meter.measures(5_000).fullMs()).isEqualTo(100);
    assertThat(meter.measures(5_000).heldBackMs()).isEqualTo(800);
  }

  @Test
  void whatIsSentAgainIsARetry() {
    ProduceMeter meter = new ProduceMeter();
    meter.sent(1_000, 10, false, 0);
    meter.sent(3_000, 30, false, 0);
    meter.sent(3_000, 30, true, 0);

    var sends = meter.measures(0);
    assertThat(sends.batchSizes().largest()).isEqualTo(3_000);
    assertThat(sends.batchSizes().mean()).isEqualTo(7_000 / 3.0);
    assertThat(sends.retries().sum()).isEqualTo(30);
    assertThat(sends.retries().sumPerSecond()).isEqualTo(1);
  }
}
