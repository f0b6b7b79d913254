package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.OffsetSyncStore;
import org.junit.jupiter.api.Test;

/** MirrorMaker 2's own store translates with our offset syncs, and skips nothing. */
class OffsetSyncStoreTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  /** What MirrorMaker 2 has for its own tests, which another package cannot see. */
  private static OffsetSyncStore store() throws ReflectiveOperationException {
    Constructor<OffsetSyncStore> constructor = OffsetSyncStore.class.getDeclaredConstructor();
    constructor.setAccessible(true);
    OffsetSyncStore store = constructor.newInstance();
    Field readToEnd = OffsetSyncStore.class.getDeclaredField("readToEnd");
    readToEnd.setAccessible(true);
    readToEnd.set(store, true);
    return store;
  }

  private static void read(OffsetSyncStore store, OffsetSync sync)
      throws ReflectiveOperationException {
    Method handleRecord =
        OffsetSyncStore.class.getDeclaredMethod("handleRecord", ConsumerRecord.class);
    handleRecord.setAccessible(true);
    handleRecord.invoke(
        store,
        new ConsumerRecord<>(
            "mm2-offset-syncs.east.internal",
            0,
            0,
            OffsetSyncFormat.key(ORDERS),
            OffsetSyncFormat.value(sync.sourceOffset(), sync.targetOffset())));
  }

  @Test
  void translatesNoOffsetTooFarAndThatOfEachSyncExactly() throws ReflectiveOperationException {
    OffsetSyncStore store = store();
    OffsetRanges ranges = OffsetRanges.NONE;
    OffsetSync last = null;
    long source = 1_000;
    long target = 0;
    for (int round = 0; round < 200; round++) {
      int count = 1 + round % 37;
      ranges = ranges.append(new OffsetRange(source, target, count));
      source += count + (round % 3 == 0 ? 5 : 0);
      target += count;
      for (OffsetSync sync : OffsetSync.since(last, ranges)) {
        read(store, sync);
        last = sync;
      }
    }

    assertThat(store.translateDownstream("g", ORDERS, last.sourceOffset()))
        .hasValue(last.targetOffset());
    Position end = new Position(source, target, 0);
    for (long offset = 1_000; offset <= source; offset++) {
      OptionalLong theirs = store.translateDownstream("g", ORDERS, offset);
      long exact = ranges.translate(offset, end).orElseThrow().targetOffset();
      assertThat(theirs.orElse(-1)).as("of source offset %d", offset).isLessThanOrEqualTo(exact);
    }
  }
}
