package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;

/**
 * The offset syncs of one partition, read in their order.
 *
 * @param records of which it is known where they went; forgotten when a sync goes back on either
 *     side, as after a reset of MirrorMaker 2
 * @param writtenAt time of the last one, ms
 */
record OffsetSyncs(OffsetRanges records, long writtenAt) {
  static final OffsetSyncs NONE = new OffsetSyncs(OffsetRanges.NONE, -1);

  OffsetSyncs and(OffsetSync sync, long time) {
    OffsetRange record = new OffsetRange(sync.sourceOffset(), sync.targetOffset(), 1);
    OffsetRange last = records.isEmpty() ? null : records.get(records.size() - 1);
    boolean again =
        last != null
            && last.sourceEnd() == record.sourceEnd()
            && last.targetEnd() == record.targetEnd();
    return new OffsetSyncs(again ? records : records.append(record), time);
  }

  /**
   * Those that were written last: there is a topic of them on the source, and one on the target.
   */
  OffsetSyncs newer(OffsetSyncs others) {
    return others.writtenAt > writtenAt ? others : this;
  }
}
