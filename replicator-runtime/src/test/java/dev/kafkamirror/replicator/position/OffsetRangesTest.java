package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.batch.OffsetRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangesTest {

  private static OffsetRange range(long source, long target, long count) {
    return new OffsetRange(source, target, count);
  }

  private static OffsetRanges ranges(OffsetRange... all) {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (OffsetRange one : all) {
      ranges = ranges.append(one);
    }
    return ranges;
  }

  @Test
  void aDensePartitionIsOneRangeHoweverLong() {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (int batch = 0; batch < 100_000; batch++) {
      ranges = ranges.append(List.of(new OffsetRun(500 + batch * 100L, 100)), batch * 100L);
    }

    assertThat(ranges.toList()).containsExactly(range(500, 0, 10_000_000));
  }

  @Test
  void aHoleOnEitherSideBeginsAnotherRange() {
    OffsetRanges ranges =
        OffsetRanges.NONE
            .append(List.of(new OffsetRun(0, 5), new OffsetRun(7, 3)), 0)
            .append(List.of(new OffsetRun(10, 2)), 8)
            // A fence left a marker at the target's offset 10.
            .append(List.of(new OffsetRun(12, 2)), 11);

    assertThat(ranges.toList()).containsExactly(range(0, 0, 5), range(7, 5, 5), range(12, 11, 2));
  }

  @ParameterizedTest
  @CsvSource({
    // Copied: 10–19 to 0–9, 25–29 to 10–14, a marker at 15, 30–39 to 16–25; the position is 45.
    "0, 0",
    "10, 0",
    "19, 9",
    "20, 10",
    "24, 10",
    "25, 10",
    "29, 14",
    "30, 16",
    "39, 25",
    "40, 26",
    "44, 26",
    "45, 26"
  })
  void translatesExactly(long source, long target) {
    OffsetRanges ranges = ranges(range(10, 0, 10), range(25, 10, 5), range(30, 16, 10));

    assertThat(ranges.translate(source, new Position(45, 26, 0)))
        .contains(new Translation(target, true));
  }

  @Test
  void whatIsNotCopiedYetIsNotTranslated() {
    assertThat(ranges(range(0, 0, 10)).translate(11, new Position(10, 10, 0))).isEmpty();
    assertThat(OffsetRanges.NONE.translate(0, new Position(0, -1, -1))).isEmpty();
  }

  @Test
  void whatWasCopiedBeforeAllThatIsKnownIsNotTranslated() {
    assertThat(ranges(range(100, 40, 10)).translate(99, new Position(110, 50, 0))).isEmpty();
    assertThat(OffsetRanges.NONE.translate(99, new Position(110, 50, 0))).isEmpty();
  }

  @Test
  void withoutAnyRangeThePositionItselfIsKnown() {
    assertThat(OffsetRanges.NONE.translate(110, new Position(110, 50, 0)))
        .contains(new Translation(50, true));
  }

  @Test
  void aPartitionThatIsBegunAnewForgetsWhatWasBefore() {
    OffsetRanges ranges = ranges(range(0, 0, 10), range(20, 10, 5));

    assertThat(ranges.append(range(0, 30, 4)).toList()).containsExactly(range(0, 30, 4));
    assertThat(ranges.append(range(30, 2, 4)).toList()).containsExactly(range(30, 2, 4));
  }

  @Test
  void snapshotsStayAsTheyWereWhicheverGrowsFurther() {
    OffsetRanges common = ranges(range(0, 0, 1), range(2, 1, 1), range(4, 2, 1));

    OffsetRanges one = common.append(range(6, 3, 1)).append(range(8, 4, 1));
    OffsetRanges other = common.append(range(7, 3, 1)).append(range(9, 4, 1));

    assertThat(one.toList()).endsWith(range(4, 2, 1), range(6, 3, 1), range(8, 4, 1));
    assertThat(other.toList()).endsWith(range(4, 2, 1), range(7, 3, 1), range(9, 4, 1));
    assertThat(common.toList()).hasSize(3);
  }

  @Test
  void whatLiesBeforeAnOffsetIsCutInTheMiddleOfARange() {
    OffsetRanges ranges = ranges(range(10, 0, 10), range(25, 10, 5));

    assertThat(ranges.before(28).toList()).containsExactly(range(10, 0, 10), range(25, 10, 3));
    assertThat(ranges.before(25).toList()).containsExactly(range(10, 0, 10));
    assertThat(ranges.before(10).isEmpty()).isTrue();
    assertThat(ranges.before(99)).isEqualTo(ranges);
  }

  @Test
  void aThinnedIndexKeepsTheFirstRangeTheLongOnesAndTheWholeNewerHalf() {
    OffsetRanges ranges = ranges(range(0, 0, 1));
    for (int i = 1; i <= OffsetRanges.MOST; i++) {
      ranges = ranges.append(range(10L * i, 2L * i, i == 100 ? 2 : 1));
    }

    assertThat(ranges.size()).isBetween(OffsetRanges.MOST / 2, OffsetRanges.MOST - 1);
    assertThat(ranges.toList()).contains(range(0, 0, 1), range(1_000, 200, 2));
    Position end = new Position(1_000_000, 1_000_000, 0);
    assertThat(ranges.translate(10L * OffsetRanges.MOST, end))
        .contains(new Translation(2L * OffsetRanges.MOST, true));
    // 20 was dropped for 10; what follows 10 there is offset 3.
    assertThat(ranges.translate(20, end)).contains(new Translation(3, false));
  }

  @Test
  void aRangeHasRecords() {
    assertThatThrownBy(() -> range(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> range(-1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Every record by itself: the source and the target offset of each that was copied. */
  private static final class NaiveIndex {
    final List<long[]> records = new ArrayList<>();
    OffsetRanges ranges = OffsetRanges.NONE;
    Position end = new Position(0, 0, 0);

    void grow(Random random, int holesInPercent) {
      List<OffsetRun> runs = new ArrayList<>();
      long source = end.sourceOffset();
      long target = end.targetOffset() + (random.nextInt(100) == 0 ? 1 : 0);
      long base = target;
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        source += random.nextInt(100) < holesInPercent ? 1 + random.nextInt(3) : 0;
        int count = 1 + random.nextInt(4);
        runs.add(new OffsetRun(source, count));
        for (int i = 0; i < count; i++) {
          records.add(new long[] {source++, target++});
        }
      }
      ranges = ranges.append(runs, base);
      end = new Position(source + random.nextInt(2), target, 0);
    }

    /** How many records a consumer reads that goes on at this source offset. */
    long leftAtSource(long offset) {
      return records.stream().filter(r -> r[0] >= offset).count();
    }

    long leftAtTarget(long offset) {
      return records.stream().filter(r -> r[1] >= offset).count();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 30, 90})
  void agreesWithAnIndexOfEveryRecordAsLongAsItIsNotThinned(int holesInPercent) {
    Random random = new Random(holesInPercent);
    NaiveIndex naive = new NaiveIndex();
    for (int batch = 0; batch < 60; batch++) {
      naive.grow(random, holesInPercent);
    }

    for (long offset = 0; offset <= naive.end.sourceOffset(); offset++) {
      Translation found = naive.ranges.translate(offset, naive.end).orElseThrow();
      assertThat(found.exact()).isTrue();
      assertThat(naive.leftAtTarget(found.targetOffset())).isEqualTo(naive.leftAtSource(offset));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aThinnedIndexIsExactWhereItSaysSoAndNeverTooLate(long seed) {
    Random random = new Random(seed);
    NaiveIndex naive = new NaiveIndex();
    for (int batch = 0; batch < 3_000; batch++) {
      naive.grow(random, 80);
    }
    assertThat(naive.ranges.thinnedTo()).isPositive();

    int exact = 0;
    for (int i = 0; i < 300; i++) {
      long offset = random.nextLong(naive.end.sourceOffset() + 1);
      Optional<Translation> found = naive.ranges.translate(offset, naive.end);
      long target = found.orElseThrow().targetOffset();
      assertThat(naive.leftAtTarget(target)).isGreaterThanOrEqualTo(naive.leftAtSource(offset));
      if (found.get().exact()) {
        assertThat(naive.leftAtTarget(target)).isEqualTo(naive.leftAtSource(offset));
        exact++;
      }
    }
    assertThat(exact).isPositive();
  }
}
