package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.task.produce.TargetEnd.Finding;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetEndTest {
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  @ParameterizedTest
  @CsvSource({
    // expected, told, meaning
    "-1, 0, First",
    "-1, 70, First",
    "0, 0, Covered",
    "50, 50, Covered",
    "50, 51, Covered",
    "50, 49, Doubtful",
    "50, 0, Doubtful",
  })
  void aToldEndIsComparedWithWhatWasAcknowledged(long expected, long told, Finding meaning) {
    assertThat(new TargetEnd(ONE, expected).found(told)).isEqualTo(meaning);
  }

  @Test
  void anEndThatIsTooEarlyIsBelievedWhenItIsToldAgain() {
    TargetEnd end = new TargetEnd(ONE, 50);

    assertThat(end.found(40)).isEqualTo(Finding.Doubtful);
    assertThat(end.isToBeAskedFor()).isTrue();
    assertThat(end.found(40)).isEqualTo(Finding.Truncated);
    assertThat(end.isWanted()).isFalse();
  }

  @Test
  void anotherEndThatIsTooEarlyIsInDoubtAsWell() {
    TargetEnd end = new TargetEnd(ONE, 50);

    assertThat(end.found(40)).isEqualTo(Finding.Doubtful);
    assertThat(end.found(30)).isEqualTo(Finding.Doubtful);
    assertThat(end.found(30)).isEqualTo(Finding.Truncated);
  }

  @Test
  void aTruncationOfBeforeIsNoProofOfALaterOne() {
    TargetEnd end = new TargetEnd(ONE, 50);
    end.found(40);
    end.found(40);
    end.isAt(40);
    end.appended(40, 20);

    assertThat(end.found(40)).isEqualTo(Finding.Doubtful);
  }

  @Test
  void isAskedForOnceAtATimeUntilItIsTold() {
    TargetEnd end = new TargetEnd(ONE, 50);
    assertThat(end.isToBeAskedFor()).isTrue();

    end.asked();
    assertThat(end.isToBeAskedFor()).isFalse();
    assertThat(end.isWanted()).isTrue();

    end.notFound();
    assertThat(end.isToBeAskedFor()).isTrue();

    end.found(50);
    assertThat(end.isToBeAskedFor()).isFalse();

    end.want();
    assertThat(end.isToBeAskedFor()).isTrue();
  }

  @Test
  void followsWhatIsAppended() {
    TargetEnd end = new TargetEnd(ONE, 50);

    end.appended(50, 10);
    assertThat(end.expected()).isEqualTo(60);
    end.appended(-1, 5);
    assertThat(end.expected()).isEqualTo(65);
    // Somebody else wrote ten records before it.
    end.appended(75, 5);
    assertThat(end.expected()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({
    // base offset, records before it, whether these are missing
    "50, 0, false",
    "60, 10, false",
    "61, 10, false",
    "59, 10, true",
    "50, 10, true",
    "-1, 10, false",
  })
  void aBatchThatStandsTooEarlyLeavesOutThoseBeforeIt(
      long baseOffset, int countBefore, boolean isAfterGap) {
    assertThat(new TargetEnd(ONE, 50).isAfterGap(baseOffset, countBefore)).isEqualTo(isAfterGap);
  }
}
