package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.Translation;
import dev.kafkamirror.replicator.resume.LogBounds;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is copied at least, by MirrorMaker 2's offsets and offset syncs. */
class MirrorMakerPositionTest {
  private static final LogBounds TARGET = new LogBounds(0, 500);
  private static final Copied OURS =
      new Copied(new Position(60, 55, 2), OffsetRanges.NONE.append(new OffsetRange(0, 0, 50)));

  private static MirrorMakerPosition position(long lastCopied, long... syncs) {
    OffsetRanges ranges = OffsetRanges.NONE;
    for (int i = 0; i < syncs.length; i += 2) {
      ranges = ranges.append(new OffsetRange(syncs[i], syncs[i + 1], 1));
    }
    return new MirrorMakerPosition(
        lastCopied < 0 ? OptionalLong.empty() : OptionalLong.of(lastCopied), ranges);
  }

  private static Position copied(MirrorMakerPosition position, LogBounds target) {
    return position.copied(Optional.empty(), target).orElseThrow().position();
  }

  @Test
  void theComparisonBeginsBehindTheRecordOfTheLastSync() {
    assertThat(copied(position(320, 0, 0, 300, 290), TARGET)).isEqualTo(new Position(301, 291, -1));
    assertThat(copied(position(-1, 0, 0, 300, 290), TARGET)).isEqualTo(new Position(301, 291, -1));
    assertThat(copied(position(100, 0, 0, 300, 290), TARGET)).isEqualTo(new Position(301, 291, -1));
  }

  @Test
  void whereTheTargetHasNothingLeftToCompareMirrorMakersOffsetCounts() {
    assertThat(copied(position(320, 300, 290), new LogBounds(500, 500)))
        .isEqualTo(new Position(321, 500, -1));
    assertThat(copied(position(100, 300, 290), new LogBounds(500, 500)))
        .isEqualTo(new Position(301, 291, -1));
  }

  @Test
  void withoutASyncOfThisRemoteTopicItIsNotKnown() {
    assertThat(position(320).copied(Optional.empty(), TARGET)).isEmpty();
    assertThat(MirrorMakerPosition.UNKNOWN.copied(Optional.empty(), TARGET)).isEmpty();
    assertThat(position(320, 900, 800).copied(Optional.empty(), TARGET)).isEmpty();
  }

  @Test
  void whatTheFlowKnowsStaysWhenMirrorMakerGotNoFurther() {
    assertThat(position(59, 40, 40).copied(Optional.of(OURS), TARGET)).contains(OURS);
    assertThat(MirrorMakerPosition.UNKNOWN.copied(Optional.of(OURS), TARGET)).contains(OURS);
  }

  @Test
  void whenMirrorMakerWentOnItsSyncsFollowTheFlowsIndex() {
    Copied copied = position(400, 40, 40, 60, 55, 300, 290).copied(Optional.of(OURS), TARGET).get();

    assertThat(copied.position()).isEqualTo(new Position(301, 291, -1));
    assertThat(copied.ranges().toList())
        .containsExactly(
            new OffsetRange(0, 0, 50), new OffsetRange(60, 55, 1), new OffsetRange(300, 290, 1));
  }

  @Test
  void groupsBetweenTwoSyncsGoOnBehindTheEarlierOne() {
    Copied copied = position(-1, 0, 0, 100, 90, 300, 290).copied(Optional.empty(), TARGET).get();

    assertThat(copied.ranges().translate(100, copied.position()))
        .contains(new Translation(90, true));
    assertThat(copied.ranges().translate(200, copied.position()))
        .contains(new Translation(91, false));
    assertThat(copied.ranges().translate(301, copied.position()))
        .contains(new Translation(291, true));
  }
}
