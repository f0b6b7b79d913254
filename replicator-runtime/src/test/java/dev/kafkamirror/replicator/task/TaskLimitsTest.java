package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskLimitsTest {
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"64, 16, 2", "128, 16, 2", "307, 38, 4", "512, 64, 8", "8192, 64, 8"})
  void aTaskHoldsAnEighthOfTheHeapWithinLimits(long heapMib, long memoryMib, int fetchMib) {
    TaskLimits limits = TaskLimits.forHeap(heapMib * MIB);

    assertThat(limits.memoryBytes() / MIB).isEqualTo(memoryMib);
    assertThat(limits.fetchBytes() / MIB).isEqualTo(fetchMib);
    assertThat(limits.partitionBytes()).isEqualTo(limits.fetchBytes());
    assertThat(limits.requestBytes()).isLessThanOrEqualTo(4 * MIB);
  }
}
