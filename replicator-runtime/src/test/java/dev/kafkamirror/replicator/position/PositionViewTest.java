package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.RecordKey.Kind;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records count, in the order of the topic. */
class PositionViewTest {
  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private final PositionView view = new PositionView();

  private static StoredPosition stored(String owner, int epoch, long offset) {
    return new StoredPosition(
        Copied.upTo(new Position(offset, offset, 0)),
        new TopicPair(new Uuid(1, 1), new Uuid(2, 2), null),
        Ownership.holding(owner, owner + "-0", epoch));
  }

  private void read(StoredPosition stored) {
    view.read(
        PositionFormat.key(Kind.POSITION, T0),
        PositionFormat.value(PositionRecord.of(stored, view.indexed(T0))));
  }

  private void readIndex(int epoch, OffsetRange... ranges) {
    OffsetRanges all = OffsetRanges.NONE;
    for (OffsetRange range : ranges) {
      all = all.append(range);
    }
    view.read(
        PositionFormat.key(Kind.INDEX, T0), PositionFormat.index(new IndexRecord(epoch, all)));
  }

  @ParameterizedTest
  @CsvSource({
    // owner, epoch: the first record, then the second; whether the second counts
    "a, 1, a, 1, true",
    "a, 1, b, 2, true",
    "a, 1, a, 2, true",
    "a, 2, b, 1, false",
    "a, 2, b, 2, false",
    "a, 2, a, 1, false",
    "a, 0, b, 0, true",
    "a, 0, b, 1, true"
  })
  void aLateWriteOfAnEarlierOwnerDoesNotCount(
      String first, int firstEpoch, String second, int secondEpoch, boolean counts) {
    read(stored(first, firstEpoch, 10));
    read(stored(second, secondEpoch, 20));

    assertThat(view.latest(T0))
        .contains(counts ? stored(second, secondEpoch, 20) : stored(first, firstEpoch, 10));
    assertThat(view.owner(T0)).isEqualTo(view.latest(T0).map(StoredPosition::ownership));
    assertThat(view.overwritten(T0)).isEqualTo(!counts);
  }

  @Test
  void whoIsOverwrittenAndWritesAgainHasTheLastWord() {
    read(stored("a", 2, 10));
    read(stored("zombie", 2, 5));
    read(stored("a", 3, 11));

    assertThat(view.overwritten(T0)).isFalse();
    assertThat(view.latest(T0)).contains(stored("a", 3, 11));
  }

  @Test
  void theIndexOfALaterOwnerIsNotReplacedByALateOne() {
    readIndex(2, new OffsetRange(0, 0, 5));
    readIndex(1, new OffsetRange(0, 0, 3));

    // So it is written again.
    assertThat(view.indexed(T0)).isEmpty();

    readIndex(2, new OffsetRange(0, 0, 5), new OffsetRange(7, 5, 1));
    assertThat(view.indexed(T0)).contains(new OffsetRange(7, 5, 1));
  }

  @Test
  void thePositionComesWithTheRangesOfItsIndex() {
    readIndex(1, new OffsetRange(0, 0, 5), new OffsetRange(7, 5, 1));
    OffsetRanges all =
        OffsetRanges.NONE
            .append(new OffsetRange(0, 0, 5))
            .append(new OffsetRange(7, 5, 1))
            .append(new OffsetRange(9, 6, 1));
    StoredPosition whole =
        new StoredPosition(
            new Copied(new Position(10, 7, 0), all),
            stored("a", 1, 0).topics(),
            stored("a", 1, 0).ownership());

    read(whole);

    assertThat(view.latest(T0)).contains(whole);
  }

  @Test
  void aTombstoneMakesThePositionAndItsIndexForgotten() {
    readIndex(4, new OffsetRange(0, 0, 5));
    read(stored("a", 4, 10));

    view.read(PositionFormat.key(Kind.POSITION, T0), null);

    assertThat(view.latest(T0)).isEmpty();
    assertThat(view.indexed(T0)).isEmpty();
    read(stored("b", 1, 0));
    readIndex(1, new OffsetRange(0, 0, 2));
    assertThat(view.latest(T0)).contains(stored("b", 1, 0));
    assertThat(view.indexed(T0)).contains(new OffsetRange(0, 0, 2));
  }

  @Test
  void aTombstoneOfTheOldFormatLeavesAloneWhatWasWrittenSince() {
    byte[] oldKey = HexFormat.of().parseHex("0000" + "0001" + "74" + "00000000");
    read(stored("a", 1, 10));

    view.read(oldKey, null);

    assertThat(view.latest(T0)).contains(stored("a", 1, 10));
  }

  @Test
  void whatWasNeverWrittenIsNotKnown() {
    assertThat(view.latest(T0)).isEmpty();
    assertThat(view.owner(T0)).isEqualTo(Optional.empty());
    assertThat(view.overwritten(T0)).isFalse();
  }
}
