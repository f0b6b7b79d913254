package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTruncationTest {
  /** Source 100 to 109 is at 0 to 9, 120 to 129 at 10 to 19; a marker is at 20. */
  private static final Copied COPIED =
      new Copied(
          new Position(140, 21, 3),
          OffsetRanges.NONE
              .append(new OffsetRange(100, 0, 10))
              .append(new OffsetRange(120, 10, 10)));

  @ParameterizedTest
  @CsvSource({
    "20, 130, 20, 2",
    "19, 129, 19, 2",
    "11, 121, 11, 2",
    "10, 110, 10, 1",
    "9, 109, 9, 1",
    "1, 101, 1, 1"
  })
  void goesOnBehindTheLastRecordThatIsLeft(long end, long source, long target, int ranges) {
    TargetTruncation found = TargetTruncation.of(COPIED, end).orElseThrow();

    assertThat(found.left().position()).isEqualTo(new Position(source, target, -1));
    assertThat(found.left().ranges().size()).isEqualTo(ranges);
    assertThat(found.fromOffset()).isEqualTo(source);
    assertThat(found.toOffset()).isEqualTo(140);
  }

  @Test
  void beginsAtTheStartOfTheSourceWhenNothingIsLeft() {
    TargetTruncation found = TargetTruncation.of(COPIED, 0).orElseThrow();

    assertThat(found.left().position().sourceOffset()).isEqualTo(CopyOrder.EARLIEST);
    assertThat(found.left().ranges().isEmpty()).isTrue();
    assertThat(found.fromOffset()).isEqualTo(100);
  }

  @Test
  void knowsNothingOfWhatWasCopiedBeforeItsIndexBegins() {
    Copied late =
        new Copied(
            new Position(140, 21, 3), OffsetRanges.NONE.append(new OffsetRange(120, 10, 10)));

    assertThat(TargetTruncation.of(late, 10)).isEmpty();
    assertThat(TargetTruncation.of(late, 5)).isEmpty();
    assertThat(TargetTruncation.of(late, 12)).isPresent();
  }
}
