package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeepingUpTest {
  private final KeepingUp keepingUp = new KeepingUp();

  @Test
  void aPartitionAtTheEndIsNotBehind() {
    assertThat(keepingUp.isBehind(100, 100, 0)).isFalse();
    assertThat(keepingUp.isBehind(100, 100, 60_000)).isFalse();
  }

  @Test
  void aPartitionWhoseLagIsOldIsBehindUntilItHasWhatTheSourceHadThen() {
    assertThat(keepingUp.isBehind(0, 1_000, 0)).isFalse();
    assertThat(keepingUp.isBehind(500, 2_000, 9_999)).isFalse();
    assertThat(keepingUp.isBehind(600, 2_000, 10_000)).isTrue();

    assertThat(keepingUp.isBehind(1_000, 2_000, 20_000)).isFalse();
  }

  @Test
  void aBusyPartitionIsNotBehindThoughItIsNeverQuiteAtTheEnd() {
    for (int second = 0; second < 60; second++) {
      assertThat(keepingUp.isBehind(second * 1_000L, second * 1_000L + 500, second * 1_000L))
          .isFalse();
    }
  }
}
