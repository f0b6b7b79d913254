package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.OffsetRange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetSyncsTest {

  private static OffsetSyncs syncs(long... pairs) {
    OffsetSyncs syncs = OffsetSyncs.NONE;
    for (int i = 0; i < pairs.length; i += 2) {
      syncs = syncs.and(new OffsetSync(pairs[i], pairs[i + 1]), i);
    }
    return syncs;
  }

  @Test
  void whatIsWrittenIsRead() {
    TopicPartition partition = new TopicPartition("a.b-c", 31);

    assertThat(OffsetSyncFormat.readKey(OffsetSyncFormat.key(partition))).isEqualTo(partition);
    assertThat(OffsetSyncFormat.readValue(OffsetSyncFormat.value(9, 6)))
        .isEqualTo(new OffsetSync(9, 6));
  }

  @Test
  void eachSyncTellsWhereOneRecordIs() {
    assertThat(syncs(0, 0, 100, 90, 250, 240).records().toList())
        .containsExactly(
            new OffsetRange(0, 0, 1), new OffsetRange(100, 90, 1), new OffsetRange(250, 240, 1));
  }

  @Test
  void theSameSyncAgainChangesNothing() {
    assertThat(syncs(0, 0, 100, 90, 100, 90).records()).isEqualTo(syncs(0, 0, 100, 90).records());
  }

  @Test
  void aSyncThatGoesBackMakesTheOthersForgotten() {
    assertThat(syncs(0, 0, 100, 90, 50, 200).records().toList())
        .containsExactly(new OffsetRange(50, 200, 1));
    assertThat(syncs(0, 50, 100, 150, 110, 5).records().toList())
        .containsExactly(new OffsetRange(110, 5, 1));
  }

  @Test
  void ofTwoTopicsThatWasWrittenLastCounts() {
    OffsetSyncs older = new OffsetSyncs(syncs(100, 90).records(), 5);
    OffsetSyncs newer = new OffsetSyncs(syncs(50, 40).records(), 6);

    assertThat(older.newer(newer)).isSameAs(newer);
    assertThat(newer.newer(older)).isSameAs(newer);
  }
}
