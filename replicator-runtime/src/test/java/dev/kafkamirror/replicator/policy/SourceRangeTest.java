package dev.kafkamirror.replicator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRangeTest {

  @ParameterizedTest
  @CsvSource({
    // offset, log start, log end, lost from, lost to, go on at, reason
    "40, 100, 200, 40, 100, 100, RetentionOverrun",
    "40, 100, 100, 40, 100, 100, RetentionOverrun",
    "99, 100, 200, 99, 100, 100, RetentionOverrun",
    "100, 100, 200, 100, 100, 100,",
    "150, 100, 200, 150, 150, 150,",
    "200, 100, 200, 200, 200, 200,",
    "201, 100, 200, 200, 201, 200, SourceTruncated",
    "40, 0, 12, 12, 40, 12, SourceTruncated",
    "40, 0, 0, 0, 40, 0, SourceTruncated"
  })
  void saysWhatIsMissing(
      long offset, long start, long end, long from, long to, long goOnAt, Reason reason) {
    assertThat(SourceRange.of(offset, start, end))
        .isEqualTo(new SourceRange(from, to, goOnAt, reason));
  }

  @ParameterizedTest
  @CsvSource({"40, 30, 30, 40, 30", "40, 40, 40, 40, 40", "40, 50, 40, 40, 40"})
  void goesOnWhereTheSourcesLogPartsFromWhatWasCopied(
      long offset, long at, long from, long to, long goOnAt) {
    assertThat(SourceRange.diverging(offset, at))
        .isEqualTo(new SourceRange(from, to, goOnAt, Reason.SourceTruncated));
  }
}
