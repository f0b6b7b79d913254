package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.groups.Translated.Quality;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatedTest {
  /** Source 100–109 is at target 0–9, source 115–119 at 12–16; copied up to source 125. */
  private static final Copied WITH_HOLES =
      new Copied(
          new Position(125, 17, 0),
          OffsetRanges.NONE
              .append(new OffsetRange(100, 0, 10))
              .append(new OffsetRange(115, 12, 5)));

  @ParameterizedTest
  @CsvSource({
    "99, Exact, 0",
    "100, Exact, 0",
    "104, Exact, 4",
    "110, Exact, 10",
    "114, Exact, 10",
    "115, Exact, 12",
    "119, Exact, 16",
    "120, Exact, 17",
    "125, Exact, 17",
    "126, AheadOfCopy, 17",
    "9000, AheadOfCopy, 17"
  })
  void everyOffsetGoesToItsRecordOrToTheNextOneAndNeverBeyondWhatIsCopied(
      long committed, Quality quality, long target) {
    assertThat(Translated.of(committed, Optional.of(WITH_HOLES)))
        .isEqualTo(new Translated(quality, target));
  }

  @ParameterizedTest
  @CsvSource({
    "0, Exact, 100",
    "9, Exact, 109",
    "10, Exact, 110",
    "11, Exact, 110",
    "12, Exact, 115",
    "16, Exact, 119",
    "17, Exact, 125",
    "18, AheadOfCopy, 125"
  })
  void onTheWayBackAReaderOfTheRemotePartitionGoesOnAtTheSameRecord(
      long committed, Quality quality, long source) {
    assertThat(Translated.of(committed, Optional.of(WITH_HOLES.reversed())))
        .isEqualTo(new Translated(quality, source));
  }

  @Test
  void onTheWayBackFromAnEmptyRemotePartitionAReaderGoesOnWhereTheMirrorIs() {
    Copied nothing = Copied.upTo(new Position(70, -1, -1));
    Copied notStarted = Copied.upTo(new Position(-2, -1, -1));

    assertThat(Translated.of(0, Optional.of(nothing.reversed())))
        .isEqualTo(new Translated(Quality.Exact, 70));
    assertThat(Translated.of(0, Optional.of(notStarted.reversed())).isKnown()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, Exact", "70, 70, Exact", "3, 70, Exact", "71, 70, AheadOfCopy"})
  void anEmptyPartitionTranslatesToTheBeginningOfTheEmptyRemoteOne(
      long committed, long source, Quality quality) {
    Copied nothing = Copied.upTo(new Position(source, -1, -1));

    assertThat(Translated.of(committed, Optional.of(nothing)))
        .isEqualTo(new Translated(quality, 0));
  }

  @Test
  void aPartitionThatWasNeverMirroredIsLeftOut() {
    assertThat(Translated.of(5, Optional.empty()).isKnown()).isFalse();
    assertThat(Translated.of(5, Optional.of(Copied.upTo(new Position(-2, -1, -1)))).isKnown())
        .isFalse();
  }

  @Test
  void whatLiesBeforeAllThatIsKnownIsLeftOut() {
    Copied tail =
        new Copied(new Position(50, 30, 0), OffsetRanges.NONE.append(new OffsetRange(40, 20, 10)));

    assertThat(Translated.of(39, Optional.of(tail)).isKnown()).isFalse();
    assertThat(Translated.of(40, Optional.of(tail))).isEqualTo(new Translated(Quality.Exact, 20));
  }

  @Test
  void theEndIsExactAlsoWhereNothingIsKnownOfWhatIsBeforeIt() {
    assertThat(Translated.of(50, Optional.of(Copied.upTo(new Position(50, 30, 0)))))
        .isEqualTo(new Translated(Quality.Exact, 30));
  }

  @Test
  void whereTheIndexWasThinnedOutTheGroupReadsSomethingAgainAndThatIsSaid() {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (int i = 0; i <= OffsetRanges.MOST; i++) {
      ranges = ranges.append(new OffsetRange(10L * i, 2L * i, 1));
    }
    Copied thinned = new Copied(new Position(1_000_000, 1_000_000, 0), ranges);

    Translated middle = Translated.of(20, Optional.of(thinned));

    assertThat(middle.quality()).isEqualTo(Quality.Earlier);
    assertThat(middle.targetOffset()).isLessThanOrEqualTo(4);
    assertThat(Translated.of(10L * OffsetRanges.MOST, Optional.of(thinned)).quality())
        .isEqualTo(Quality.Exact);

    Copied back = thinned.reversed();
    assertThat(Translated.of(5, Optional.of(back)).quality()).isEqualTo(Quality.Earlier);
    assertThat(Translated.of(5, Optional.of(back)).targetOffset()).isLessThanOrEqualTo(21);
    assertThat(Translated.of(2L * OffsetRanges.MOST, Optional.of(back)))
        .isEqualTo(new Translated(Quality.Exact, 10L * OffsetRanges.MOST));
  }
}
