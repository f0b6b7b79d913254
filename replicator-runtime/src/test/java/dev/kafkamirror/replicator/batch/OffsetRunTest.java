package dev.kafkamirror.replicator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetRunTest {

  @Test
  void consecutiveOffsetsAreOneRun() {
    List<OffsetRun> runs =
        new OffsetRun.Builder().add(5, 1).add(6, 1).add(9, 3).add(12, 1).add(20, 1).build();

    assertThat(runs)
        .containsExactly(new OffsetRun(5, 2), new OffsetRun(9, 4), new OffsetRun(20, 1));
  }

  @Test
  void runsOfOneBatchGoOnInTheNext() {
    List<OffsetRun> first = List.of(new OffsetRun(0, 2), new OffsetRun(4, 3));
    List<OffsetRun> second = List.of(new OffsetRun(7, 2), new OffsetRun(11, 1));

    assertThat(new OffsetRun.Builder().add(first).add(second).build())
        .containsExactly(new OffsetRun(0, 2), new OffsetRun(4, 5), new OffsetRun(11, 1));
  }

  @Test
  void nothingHasNoRuns() {
    assertThat(new OffsetRun.Builder().build()).isEmpty();
  }
}
