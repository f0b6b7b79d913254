package dev.kafkamirror.replicator.task.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchSizeTest {
  private static final int LIMIT = 8 << 20;

  private final FetchSize size = new FetchSize();

  @Test
  void asksForAllThatThereIsRoomFor() {
    assertThat(size.next(1 << 30, LIMIT)).isEqualTo(LIMIT);
    assertThat(size.next(3 << 20, LIMIT)).isEqualTo(3 << 20);
    assertThat(size.next(0, LIMIT)).isEqualTo(FetchSize.LEAST);
    assertThat(size.next(0, 1_000)).isEqualTo(1_000);
  }

  @Test
  void asksForLessUntilAnAnswerGetsThrough() {
    for (int expected = LIMIT; expected > FetchSize.LEAST; expected /= 2) {
      assertThat(size.next(1 << 30, LIMIT)).isEqualTo(expected);
      size.failed();
    }
    size.failed();
    assertThat(size.next(1 << 30, LIMIT)).isEqualTo(FetchSize.LEAST);
  }

  @Test
  void asksForMoreAgainWithEachAnswer() {
    size.next(1 << 30, LIMIT);
    size.failed();
    size.answered();
    assertThat(size.next(1 << 30, LIMIT)).isEqualTo(LIMIT / 2 + FetchSize.LEAST);
    for (int i = 0; i < 64; i++) {
      size.answered();
    }
    assertThat(size.next(1 << 30, LIMIT)).isEqualTo(LIMIT);
  }
}
