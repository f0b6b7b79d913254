package dev.kafkamirror.replicator.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.resume.TailMatcher.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs as strings: a letter is a record with that content, a dot an offset without a record
 * (marker, aborted, compacted away). The source starts at offset 100, the target's tail at 500.
 */
class TailMatcherTest {
  private static final long S = 100;
  private static final long T = 500;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # what,                                source,      tail,    resume, gone, foreign, lacking
          nothing copied,                        ABC,         -,       0,      0,    0,       0
          nothing but a fence's marker,          ABC,         .,       0,      0,    0,       0
          some copied,                           ABCDE,       ABC,     3,      0,    0,       0
          some copied and fenced,                ABCDE,       ABC.,    3,      0,    0,       0
          all copied,                            ABC,         ABC.,    3,      0,    0,       0
          nothing new at the source,             -,           -,       0,      0,    0,       0
          markers in the source,                 AB.CD.E,     ABCD.,   5,      0,    0,       0
          copied up to a marker,                 AB.CD,       AB.,     2,      0,    0,       0
          a fence's marker in the tail,          ABCD,        A.BC,    3,      0,    0,       0
          equal records,                         AAAAA,       AAA.,    3,      0,    0,       0
          equal records between markers,         AA.AA.A,     AAA,     4,      0,    0,       0
          compacted since: the first,            .BCD,        ABC.,    3,      1,    0,       0
          compacted since: in the middle,        A..DEF,      ABCDE,   5,      2,    0,       0
          compacted since: the last,             AB.DE,       ABC.,    3,      1,    0,       0
          compacted since: all that was copied,  ....EF,      ABC.,    3,      3,    0,       0
          deleted since beyond what was copied,  ......GH,    ABC.,    3,      3,    0,       0
          equal ones compacted since,            ..AYB,       AX.,     2,      2,    0,       0
          equal to a later one and compacted,   .BA,         AB.,     2,      1,    0,       0
          target compacted: the first,           ABCD,        .BC.,    3,      0,    0,       1
          target compacted: in the middle,       ABCDEF,      A..DE.,  5,      0,    0,       2
          both compacted,                        A.CDEF,      AB.DE.,  5,      1,    0,       1
          a foreign one at the end,              ABCD,        ABX.,    2,      0,    1,       0
          a foreign one in the middle,           ABCD,        AXBC.,   3,      0,    1,       0
          a foreign one at the start,            ABCD,        XAB.,    2,      0,    1,       0
          nothing but foreign ones,              ABCD,        XY.,     0,      0,    2,       0
          foreign ones in a source of markers,   A.B.CD,      AB.X.,   4,      1,    0,       0
          """)
  void findsTheFirstRecordThatTheTargetDoesNotHave(
      String what, String source, String tail, int resume, int gone, int foreign, int lacking) {
    TailMatch match = match(source, tail, false);

    assertThat(match.complete()).isTrue();
    assertThat(match.sourceOffset() - S).as(what).isEqualTo(resume);
    assertThat(match.gone()).as("gone").isEqualTo(gone);
    assertThat(match.foreign()).as("foreign").isEqualTo(foreign);
    assertThat(match.notCopied()).as("not copied").isEqualTo(lacking);
  }

  @ParameterizedTest
  @CsvSource({
    "ABCDE,   ACD.,  4, 1",
    "A.NCDE,  ACD.,  5, 1",
    "ABC,     ABC.,  3, 0",
    "NABC,    .,     0, 0",
    "ABNNNNC, AB.,   2, 0"
  })
  void passesOverRecordsThatTheFlowSkips(String source, String tail, int resume, int lacking) {
    TailMatch match = match(source, tail, true);

    assertThat(match.sourceOffset() - S).isEqualTo(resume);
    assertThat(match.notCopied()).isEqualTo(lacking);
    assertThat(match.foreign()).isZero();
  }

  @Test
  void tellsWhichRecordIsWhich() {
    TailMatch match = match("AB.CD.EF", "A.BCDE", false);

    assertThat(match.ranges())
        .containsExactly(
            new OffsetRange(S, T, 1),
            new OffsetRange(S + 1, T + 2, 1),
            new OffsetRange(S + 3, T + 3, 2),
            new OffsetRange(S + 6, T + 5, 1));
  }

  @Test
  void goesOnFromTheLastMatchWhereTheTailIsReadInParts() {
    Stretch first = new Stretch(S, records("ABCDEF", S), S + 6, T, records("ABC", T), T + 3, false);

    TailMatch match = TailMatcher.match(first, false).orElseThrow();

    assertThat(match.complete()).isFalse();
    assertThat(match.sourceOffset()).isEqualTo(S + 3);
    assertThat(match.ranges()).containsExactly(new OffsetRange(S, T, 3));
  }

  @Test
  void givesUpWhereNothingOfALongTailIsKnown() {
    Stretch first = new Stretch(S, records("ABC", S), S + 3, T, records("XYZ", T), T + 3, false);

    assertThat(TailMatcher.match(first, false)).isEmpty();
  }

  /**
   * An owner copies a random log to a random point. Then records of both sides go away, and markers
   * stand in between. Unless records were equal, the point is found: no visible record lies between
   * it and the answer.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void findsTheExactRecordInRandomLogs(int seed, boolean equalRecords, boolean compaction) {
    Random random = new Random(seed);
    int length = random.nextInt(60);
    int end = length == 0 ? 0 : random.nextInt(length + 1);
    double holes = random.nextDouble() * 0.6;
    StringBuilder source = new StringBuilder();
    StringBuilder tail = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean none = random.nextDouble() < holes;
      char content = none ? '.' : equalRecords ? letter(random.nextInt(2)) : letter(i);
      boolean gone = compaction && random.nextDouble() < 0.3;
      source.append(gone ? '.' : content);
      if (i < end && !none) {
        if (random.nextInt(10) == 0) {
          tail.append('.');
        }
        tail.append(content);
      }
    }
    tail.append(random.nextBoolean() ? "." : "");

    TailMatch match = match(source.toString(), tail.toString(), false);

    int found = (int) (match.sourceOffset() - S);
    String between = source.substring(Math.min(found, end), Math.max(found, end));
    assertThat(between.replace(".", ""))
        .as("%s | %s: %d instead of %d", source, tail, found, end)
        .isEmpty();
    assertThat(match.foreign()).isZero();
    assertThat(match.notCopied()).isZero();
  }

  static List<Arguments> seeds() {
    List<Arguments> all = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> all.add(Arguments.of(i, false, true)));
    IntStream.range(0, 300).forEach(i -> all.add(Arguments.of(i, true, false)));
    return all;
  }

  /** Whatever the tail holds, no more is taken as copied than is there. */
  @ParameterizedTest
  @MethodSource("seeds")
  void neverTakesMoreAsCopiedThanTheTailHasRoomFor(int seed) {
    Random random = new Random(seed);
    String source = random(random, 3, 40);
    String tail = random(random, 3, 40);

    TailMatch match = match(source, tail, false);

    int found = (int) (match.sourceOffset() - S);
    long visible =
        source.substring(0, Math.min(found, source.length())).chars().filter(c -> c != '.').count();
    assertThat(visible).isLessThanOrEqualTo(tail.length());
    long matched = match.ranges().stream().mapToLong(OffsetRange::count).sum();
    assertThat(matched + match.notCopied()).isEqualTo(visible);
    assertThat(matched + match.gone() + match.foreign())
        .isEqualTo(tail.chars().filter(c -> c != '.').count());
  }

  private static String random(Random random, int letters, int most) {
    StringBuilder log = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      log.append(random.nextInt(4) == 0 ? '.' : letter(random.nextInt(letters)));
    }
    return log.toString();
  }

  private static char letter(int number) {
    return (char) ('A' + number);
  }

  private static TailMatch match(String source, String tail, boolean skips) {
    String from = source == null ? "" : source;
    String to = tail == null ? "" : tail;
    Optional<TailMatch> match =
        TailMatcher.match(
            new Stretch(
                S, records(from, S), S + from.length(), T, records(to, T), T + to.length(), true),
            skips);
    return match.orElseThrow();
  }

  private static HashedRecords records(String log, long start) {
    HashedRecords records = new HashedRecords();
    for (int i = 0; i < log.length(); i++) {
      if (log.charAt(i) != '.') {
        records.add(start + i, new RecordHash.Value(log.charAt(i) * 31L, log.charAt(i)));
      }
    }
    return records;
  }
}
