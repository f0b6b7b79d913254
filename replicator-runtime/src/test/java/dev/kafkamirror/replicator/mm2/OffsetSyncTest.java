package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import org.junit.jupiter.api.Test;

class OffsetSyncTest {
  private static OffsetRanges ranges(OffsetRange... all) {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (OffsetRange range : all) {
      ranges = ranges.append(range);
    }
    return ranges;
  }

  @Test
  void whereNothingIsCopiedThereIsNothingToTell() {
    assertThat(OffsetSync.since(null, OffsetRanges.NONE)).isEmpty();
  }

  @Test
  void theFirstOneIsTheLastRecordThatIsCopied() {
    assertThat(OffsetSync.since(null, ranges(new OffsetRange(100, 0, 10))))
        .containsExactly(new OffsetSync(109, 9));
  }

  @Test
  void nothingIsToldTwice() {
    assertThat(OffsetSync.since(new OffsetSync(109, 9), ranges(new OffsetRange(100, 0, 10))))
        .isEmpty();
  }

  @Test
  void theFirstRecordBehindEachHoleAndTheLastOneAreTold() {
    OffsetRanges now =
        ranges(
            new OffsetRange(100, 0, 20), new OffsetRange(125, 20, 5), new OffsetRange(140, 25, 1));

    assertThat(OffsetSync.since(new OffsetSync(109, 9), now))
        .containsExactly(new OffsetSync(125, 20), new OffsetSync(140, 25));
  }

  @Test
  void aPartitionThatWasBegunAnewIsToldByItsLastRecord() {
    assertThat(OffsetSync.since(new OffsetSync(500, 400), ranges(new OffsetRange(0, 0, 3))))
        .containsExactly(new OffsetSync(2, 2));
    assertThat(OffsetSync.since(new OffsetSync(1, 400), ranges(new OffsetRange(0, 0, 3))))
        .containsExactly(new OffsetSync(2, 2));
  }
}
