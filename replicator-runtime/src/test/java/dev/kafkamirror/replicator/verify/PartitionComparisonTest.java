package dev.kafkamirror.replicator.verify;

import static dev.kafkamirror.replicator.verify.SomeRecords.log;
import static dev.kafkamirror.replicator.verify.SomeRecords.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.verify.PartitionComparison.Rules;
import org.junit.jupiter.api.Test;

class PartitionComparisonTest {
  private static final Rules COMPACTED = new Rules(true, true, true, false);

  private static Findings compare(RecordSource source, RecordSource target) {
    return compare(Rules.ALL_EQUAL, source, target);
  }

  private static Findings compare(Rules rules, RecordSource source, RecordSource target) {
    return compare(rules, OffsetPairs.NONE, source, target);
  }

  private static Findings compare(
      Rules rules, OffsetPairs pairs, RecordSource source, RecordSource target) {
    return PartitionComparison.compare(rules, pairs, Announced.NOTHING, source, target);
  }

  /** Every target record is that source record, so many offsets away. */
  private static OffsetPairs shifted(long targetMinusSource) {
    return new OffsetPairs() {
      @Override
      public long sourceOf(long targetOffset) {
        return targetOffset - targetMinusSource;
      }

      @Override
      public long targetOf(long sourceOffset) {
        return sourceOffset + targetMinusSource;
      }
    };
  }

  @Test
  void equalRecordsAtOtherOffsetsAreEqual() {
    Findings found = compare(log(5, "a", "b", "c"), log(0, "a", "b", "c"));

    assertThat(found.equal()).isEqualTo(3);
    assertThat(found.differences()).isZero();
    assertThat(found.first()).isNull();
  }

  @Test
  void emptyLogsAreEqual() {
    assertThat(compare(log(0), log(0))).isEqualTo(Findings.unchecked(null));
  }

  @Test
  void aRecordThatTheTargetLacksIsNamedAndTheRestIsEqual() {
    Findings found = compare(log(0, "a", "b", "c", "d", "e"), log(0, "a", "d", "e"));

    assertThat(found.missing()).isEqualTo(2);
    assertThat(found.missingSpans()).containsExactly(new OffsetSpan(1, 3));
    assertThat(found.first()).isEqualTo(new Difference(1, -1, "the target lacks this record"));
    assertThat(found.equal()).isEqualTo(3);
  }

  @Test
  void aRepeatedRecordIsOneTooMany() {
    Findings found = compare(log(0, "a", "b", "c"), log(0, "a", "b", "a", "b", "c"));

    assertThat(found.extra()).isEqualTo(2);
    assertThat(found.missing()).isZero();
    assertThat(found.equal()).isEqualTo(3);
  }

  @Test
  void swappedRecordsDiffer() {
    assertThat(compare(log(0, "a", "b"), log(0, "b", "a")).differences()).isPositive();
  }

  @Test
  void whatTheTargetHasAtTheEndThatTheSourceHasNotIsADifference() {
    Findings found = compare(log(0, "a"), log(0, "a", "foreign"));

    assertThat(found.extraSpans()).containsExactly(new OffsetSpan(1, 2));
    assertThat(found.first())
        .isEqualTo(new Difference(-1, 1, "the source has no such record here"));
  }

  @Test
  void aChangedPartOfARecordIsNamed() {
    assertThat(changed(new SomeRecords().with(3, "x", "v", 7, "h"))).isEqualTo("another key");
    assertThat(changed(new SomeRecords().with(3, null, "v", 7, "h"))).isEqualTo("another key");
    assertThat(changed(new SomeRecords().with(3, "k", null, 7, "h"))).isEqualTo("another value");
    assertThat(changed(new SomeRecords().with(3, "k", "v", 9, "h"))).isEqualTo("another timestamp");
    assertThat(changed(new SomeRecords().with(3, "k", "v", 7, "i"))).isEqualTo("other headers");
    assertThat(changed(new SomeRecords().with(3, "k", "v", 7))).isEqualTo("other headers");
  }

  private static String changed(SomeRecords target) {
    Findings found =
        compare(
            new SomeRecords().with(0, "k", "v", 7, "h").with(1, "k", "w", 8),
            target.with(4, "k", "w", 8));
    assertThat(found.changed()).isEqualTo(1);
    assertThat(found.equal()).isEqualTo(1);
    assertThat(found.first().sourceOffset()).isZero();
    assertThat(found.first().targetOffset()).isEqualTo(3);
    return found.first().what();
  }

  @Test
  void timestampsThatTheTargetsBrokerSetDoNotCount() {
    SomeRecords source = new SomeRecords().with(0, "k", "v", 7);
    SomeRecords target = new SomeRecords().with(0, "k", "v", 8);

    assertThat(compare(new Rules(false, false, false, false), source, target).differences())
        .isZero();
  }

  @Test
  void whatRetentionTookFromTheSourceIsNoDifference() {
    Findings found = compare(numbered(0, 0, 5_000).removedBefore(20), numbered(0, 0, 5_000));

    assertThat(found.differences()).isZero();
    assertThat(found.removedFromSource()).isEqualTo(20);
    assertThat(found.equal()).isEqualTo(4_980);
  }

  @Test
  void whatRetentionTookFromTheTargetIsNoDifference() {
    Findings found = compare(numbered(0, 0, 5_000), numbered(0, 0, 5_000).removedBefore(4_000));

    assertThat(found.differences()).isZero();
    assertThat(found.removedFromTarget()).isEqualTo(4_000);
  }

  @Test
  void retentionExcusesTheBeginningOnly() {
    Findings found =
        compare(log(0, "a", "b", "c", "d").removedBefore(1), log(0, "a", "b", "extra", "c", "d"));

    assertThat(found.extraSpans()).containsExactly(new OffsetSpan(2, 3));
  }

  @Test
  void whatTheSourceHadBeforeTheMirrorBeganIsNoDifference() {
    Rules startsLater = new Rules(true, false, false, true);

    assertThat(compare(startsLater, numbered(0, 0, 5_000), numbered(0, 3_000, 5_000)).differences())
        .isZero();
    assertThat(compare(numbered(0, 0, 100), numbered(0, 10, 100)).missing()).isEqualTo(10);
  }

  @Test
  void theIndexOfAPositionIsExactInItsRangesAndKnowsNothingBetweenThem() {
    OffsetPairs pairs =
        RangePairs.of(
            OffsetRanges.NONE
                .append(new OffsetRange(10, 0, 5))
                .append(new OffsetRange(20, 5, 2))
                .append(new OffsetRange(22, 9, 1)));

    assertThat(pairs.targetOf(9)).isEqualTo(OffsetPairs.UNKNOWN);
    assertThat(pairs.targetOf(14)).isEqualTo(4);
    assertThat(pairs.targetOf(15)).isEqualTo(OffsetPairs.UNKNOWN);
    assertThat(pairs.targetOf(21)).isEqualTo(6);
    assertThat(pairs.sourceOf(0)).isEqualTo(10);
    assertThat(pairs.sourceOf(6)).isEqualTo(21);
    assertThat(pairs.sourceOf(7)).isEqualTo(OffsetPairs.UNKNOWN);
    assertThat(pairs.sourceOf(9)).isEqualTo(22);
    assertThat(pairs.sourceOf(10)).isEqualTo(OffsetPairs.UNKNOWN);
  }

  @Test
  void whatWasAnnouncedIsNoDifferenceAndEverythingElseIsOne() {
    Losses losses =
        Losses.NONE
            .and(new DataLoss(1, 2, DataLoss.Reason.RecordSkipped, 0))
            .and(new DataLoss(4, 5, DataLoss.Reason.RecordDeadLettered, 0));

    Findings found =
        PartitionComparison.compare(
            Rules.ALL_EQUAL,
            OffsetPairs.NONE,
            Announced.of(losses),
            log(0, "a", "b", "c", "d", "e", "f"),
            log(0, "a", "c", "f"));

    assertThat(found.announced()).isEqualTo(2);
    assertThat(found.missing()).isEqualTo(1);
    assertThat(found.missingSpans()).containsExactly(new OffsetSpan(3, 4));
    assertThat(found.equal()).isEqualTo(3);
  }

  @Test
  void recordsThatTheSourceTookBackAreExpectedOnTheTargetAndNoMoreThanThese() {
    Losses losses = Losses.NONE.and(new DataLoss(2, 4, DataLoss.Reason.SourceTruncated, 0));

    Findings found =
        PartitionComparison.compare(
            Rules.ALL_EQUAL,
            OffsetPairs.NONE,
            Announced.of(losses),
            log(0, "a", "b", "e"),
            log(0, "a", "b", "c", "d", "x", "e"));

    assertThat(found.announced()).isEqualTo(2);
    assertThat(found.extra()).isEqualTo(1);
  }

  @Test
  void theIndexTellsWhichOfEqualRecordsRetentionTook() {
    SomeRecords source = log(10, "x", "x", "x", "x").removedBefore(12);
    SomeRecords target = log(0, "x", "x", "x", "x");

    Findings found = compare(Rules.ALL_EQUAL, shifted(-10), source, target);

    assertThat(found.differences()).isZero();
    assertThat(found.removedFromSource()).isEqualTo(2);
    assertThat(found.equal()).isEqualTo(2);
  }

  @Test
  void anEqualRecordAtAnotherOffsetThanTheIndexSaysIsADifference() {
    Findings found = compare(Rules.ALL_EQUAL, shifted(1), log(0, "a", "a"), log(0, "a", "a"));

    assertThat(found.differences()).isPositive();
  }

  @Test
  void ofAKeyOnlyTheLastRecordMustBeOnBothSidesOfACompactedTopic() {
    SomeRecords source =
        new SomeRecords().with(0, "a", "1").with(1, "b", "1").with(2, "a", "2").with(3, "b", "2");
    SomeRecords target = new SomeRecords().with(2, "a", "2").with(3, "b", "2");

    Findings found = compare(COMPACTED, source, target);

    assertThat(found.differences()).isZero();
    assertThat(found.equal()).isEqualTo(2);
    assertThat(found.removedFromTarget()).isEqualTo(2);
  }

  @Test
  void aMissingLastRecordOfAKeyIsADifferenceInACompactedTopicToo() {
    SomeRecords source =
        new SomeRecords().with(0, "a", "1").with(1, "b", "1").with(2, "a", "2").with(3, "c", "1");
    SomeRecords target = new SomeRecords().with(0, "b", "1").with(1, "c", "1");

    Findings found = compare(COMPACTED, source, target);

    assertThat(found.first()).isEqualTo(new Difference(2, -1, "the target lacks this record"));
  }

  @Test
  void theRecordThatReplacedAMissingOneMayLieBehindWhatIsCompared() {
    SomeRecords source = new SomeRecords().with(0, "a", "1").with(1, "b", "1").upTo(2);
    SomeRecords target = new SomeRecords().with(1, "b", "1").with(2, "a", "2").upTo(2);

    assertThat(compare(COMPACTED, source, target).differences()).isZero();
  }

  @Test
  void aTombstoneMayBeGoneWithTheRecordsBeforeIt() {
    SomeRecords source = new SomeRecords().with(0, "a", "1").with(1, "a", null).with(2, "b", "1");
    SomeRecords target = new SomeRecords().with(2, "b", "1");

    assertThat(compare(COMPACTED, source, target).differences()).isZero();
  }

  @Test
  void aTombstoneMayNotBeGoneWhileTheRecordThatItDeletesIsThere() {
    SomeRecords source = new SomeRecords().with(0, "a", "1").with(1, "a", null).with(2, "b", "1");
    SomeRecords target = new SomeRecords().with(0, "a", "1").with(2, "b", "1");

    Findings found = compare(COMPACTED, source, target);

    assertThat(found.missingSpans()).containsExactly(new OffsetSpan(1, 2));
  }

  @Test
  void aRecordOfACompactedTopicThatTheSourceNeverHadIsADifference() {
    SomeRecords source = new SomeRecords().with(0, "a", "1").with(1, "b", "1");
    SomeRecords target = new SomeRecords().with(0, "a", "1").with(1, "z", "1").with(2, "b", "1");

    assertThat(compare(COMPACTED, source, target).extraSpans())
        .containsExactly(new OffsetSpan(1, 2));
  }

  @Test
  void gapsOfAnyLengthAreCrossedInACompactedTopic() {
    SomeRecords source = new SomeRecords();
    for (int i = 0; i < 10_000; i++) {
      source.with(i, "k" + i % 10, "v" + i);
    }
    SomeRecords target = new SomeRecords();
    for (int i = 9_990; i < 10_000; i++) {
      target.with(i, "k" + i % 10, "v" + i);
    }

    Findings found = compare(COMPACTED, source, target);

    assertThat(found.differences()).isZero();
    assertThat(found.equal()).isEqualTo(10);
  }

  @Test
  void aPartitionThatIsDifferentThroughoutIsGivenUpAfterAThousandDifferences() {
    Findings found = compare(numbered(0, 0, 9_000), numbered(0, 10_000, 19_000));

    assertThat(found.differences()).isEqualTo(1_000);
    assertThat(found.problem()).contains("1000 differences");
  }

  @Test
  void moreKeysThanAreRememberedLeaveThePartitionUnchecked() {
    Compaction side = new Compaction(2);
    side.shows(new SomeRecords().with(0, "a", "1").next());
    side.shows(new SomeRecords().with(1, "b", "1").next());

    assertThat(side.mayLack(new SomeRecords().with(2, "c", "1").next())).isTrue();
    assertThat(side.judgedAll()).isFalse();
  }
}
