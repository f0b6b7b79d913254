package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Scanner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignRecordsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # known: records, from, to | more, from, to     | then: records, from, to
          the first                 | 0, -1, -1 | 5, 50, 55 | 5, 50, 55
          more behind them          | 5, 50, 55 | 2, 80, 82 | 7, 50, 82
          the same again            | 5, 50, 55 | 5, 50, 55 | 5, 50, 55
          some of them again        | 5, 50, 55 | 8, 50, 58 | 8, 50, 58
          among records of the flow | 3, 45, 90 | 1, 95, 99 | 4, 45, 99
          """)
  void eachIsCountedOnce(String what, String known, String more, String then) {
    ForeignRecords seen = records(more);

    assertThat(records(known).and(seen.records(), seen.fromOffset(), seen.toOffset(), 9))
        .usingRecursiveComparison()
        .ignoringFields("timeMs")
        .isEqualTo(records(then));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all of them are left      | 5, 50, 55 | 60 | 5, 50, 55
          others may come behind 52 | 5, 50, 55 | 52 | 5, 50, 52
          others may come behind 10 | 5, 50, 55 | 10 | 5, 10, 10
          there were none           | 0, -1, -1 | 0  | 0, -1, -1
          """)
  void whatTheTargetLostStaysCountedAndItsOffsetsComeAnew(
      String what, String known, long end, String then) {
    assertThat(records(known).before(end)).isEqualTo(records(then));
  }

  private static ForeignRecords records(String text) {
    Scanner numbers = new Scanner(text).useDelimiter(", ");
    return new ForeignRecords(numbers.nextLong(), numbers.nextLong(), numbers.nextLong(), 0);
  }
}
