package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** How a position is divided into its own record and the index, and put together again. */
class PositionRecordTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG_AGO = Duration.ofSeconds(10);

  /** Ranges of one record each, with a hole behind each. */
  private static StoredPosition withRanges(int count) {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (int i = 0; i < count; i++) {
      ranges = ranges.append(new OffsetRange(2L * i, i, 1));
    }
    return stored(new Copied(new Position(2L * count, count, 0), ranges));
  }

  private static StoredPosition stored(Copied copied) {
    return new StoredPosition(
        copied,
        new TopicPair(new Uuid(1, 1), new Uuid(2, 2), null),
        Ownership.holding("me", "me-0", 3));
  }

  private static Optional<OffsetRange> lastOf(IndexRecord index) {
    return Optional.of(index.ranges().get(index.ranges().size() - 1));
  }

  @Test
  void aDensePartitionNeedsNoIndexRecord() {
    PositionRecord record = PositionRecord.of(withRanges(1), Optional.empty());

    assertThat(record.wantsIndex(LONG_AGO)).isFalse();
    assertThat(record.whole(Optional.empty())).isEqualTo(withRanges(1));
    assertThat(PositionFormat.value(record)).hasSizeLessThan(110);
  }

  @Test
  void theIndexIsWrittenNowAndThenWhenItIsLongAndOnRelease() {
    PositionRecord few = PositionRecord.of(withRanges(5), Optional.empty());
    PositionRecord many = PositionRecord.of(withRanges(70), Optional.empty());
    StoredPosition given = withRanges(5);
    PositionRecord released =
        PositionRecord.of(given.with(given.ownership().released(4, true)), Optional.empty());

    assertThat(few.wantsIndex(SECOND)).isFalse();
    assertThat(few.wantsIndex(LONG_AGO)).isTrue();
    assertThat(many.wantsIndex(SECOND)).isTrue();
    assertThat(released.wantsIndex(SECOND)).isTrue();
  }

  @Test
  void whatIsInTheIndexIsNotInThePositionsRecord() {
    IndexRecord index = IndexRecord.of(withRanges(100));

    PositionRecord record = PositionRecord.of(withRanges(103), lastOf(index));

    assertThat(record.stored().copied().ranges().size()).isEqualTo(4);
    assertThat(record.whole(Optional.of(index))).isEqualTo(withRanges(103));
  }

  @Test
  void aNewerIndexThanThePositionsChangesNothing() {
    IndexRecord then = IndexRecord.of(withRanges(100));
    IndexRecord now = IndexRecord.of(withRanges(120));
    PositionRecord record = PositionRecord.of(withRanges(103), lastOf(then));

    assertThat(record.whole(Optional.of(now))).isEqualTo(withRanges(103));
  }

  @Test
  void whereTheIndexIsOlderThanItShouldBeTheGapIsNotTakenForExact() {
    IndexRecord older = IndexRecord.of(withRanges(50));
    PositionRecord record =
        PositionRecord.of(withRanges(103), lastOf(IndexRecord.of(withRanges(100))));

    Copied copied = record.whole(Optional.of(older)).copied();

    assertThat(copied.ranges().translate(10, copied.position())).contains(new Translation(5, true));
    assertThat(copied.ranges().translate(120, copied.position()))
        .contains(new Translation(49, false));
    assertThat(copied.ranges().translate(204, copied.position()))
        .contains(new Translation(102, true));
  }

  @Test
  void whereTheIndexIsGoneOnlyTheRestIsKnown() {
    PositionRecord record =
        PositionRecord.of(withRanges(103), lastOf(IndexRecord.of(withRanges(100))));

    Copied copied = record.whole(Optional.empty()).copied();

    assertThat(copied.ranges().translate(10, copied.position())).isEmpty();
    assertThat(copied.ranges().translate(204, copied.position()))
        .contains(new Translation(102, true));
  }

  @Test
  void anIndexOfAnEarlierBeginningIsLeftOut() {
    IndexRecord earlier = IndexRecord.of(withRanges(100));
    StoredPosition begunAnew =
        stored(
            new Copied(
                new Position(5, 205, 0), OffsetRanges.NONE.append(new OffsetRange(0, 200, 5))));

    PositionRecord record = PositionRecord.of(begunAnew, lastOf(earlier));

    assertThat(record.whole(Optional.of(earlier))).isEqualTo(begunAnew);
  }
}
