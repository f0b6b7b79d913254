package dev.kafkamirror.replicator.task.produce;

import static org.apache.kafka.common.record.internal.CompressionType.LZ4;
import static org.apache.kafka.common.record.internal.CompressionType.NONE;
import static org.apache.kafka.common.record.internal.CompressionType.ZSTD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.merge.MergeLimits;
import dev.kafkamirror.replicator.task.merge.MergePool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

class WaitingBatchesTest {
  private static final int EPOCH = 4;

  private final MemoryBudget budget = new MemoryBudget(1 << 20, 1 << 20);
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private long held;
  private int ready;
  private final WaitingBatches waiting =
      new WaitingBatches(
          new BatchMerger(
              new MergeLimits(1_000, 3_000, 1_000, 3_000), budget, MergePool.shared(), loop::add),
          (_, growth) -> {
            held += growth;
            ready++;
          });
  private long offset = 100;

  @Test
  void aBatchThatWaitsAloneGoesAsItIs() {
    OutgoingBatch only = batch(NONE, 2);
    waiting.add(only);

    assertThat(waiting.ready()).containsSame(only);
  }

  @Test
  void smallOnesThatWaitTogetherBecomeOne() {
    waiting.add(batch(NONE, 2));
    offset += 10;
    waiting.add(batch(NONE, 3));
    waiting.add(batch(NONE, 1));

    OutgoingBatch merged = waiting.ready().orElseThrow();

    assertThat(merged.runs()).containsExactly(new OffsetRun(100, 2), new OffsetRun(112, 4));
    assertThat(merged.count()).isEqualTo(6);
    assertThat(merged.nextOffset()).isEqualTo(116);
    assertThat(BatchHeader.read(merged.bytes()).orElseThrow().count()).isEqualTo(6);
    assertThat(waiting.removeFirst()).isSameAs(merged);
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void onlyUpToALimit() {
    for (int i = 0; i < 20; i++) {
      waiting.add(batch(NONE, 2));
    }

    int records = 0;
    while (waiting.ready().isPresent()) {
      OutgoingBatch next = waiting.removeFirst();
      assertThat(next.size()).isLessThanOrEqualTo(3_000);
      assertThat(next.count()).isGreaterThan(2);
      records += next.count();
    }
    assertThat(records).isEqualTo(40);
  }

  @Test
  void neitherLargeOnesNorThoseOfAnotherCodec() {
    OutgoingBatch large = batch(NONE, 100);
    OutgoingBatch other = batch(ZSTD, 1);
    OutgoingBatch another = batch(LZ4, 1);
    List.of(large, other, another).forEach(waiting::add);

    assertThat(waiting.all()).containsExactly(large, other, another);
    assertThat(waiting.ready()).containsSame(large);
  }

  @Test
  void whatWasSentOnceGoesAgainAsItWas() {
    OutgoingBatch first = batch(NONE, 2);
    OutgoingBatch second = batch(NONE, 2);
    waiting.add(batch(NONE, 2));
    waiting.addFirst(second);
    waiting.addFirst(first);

    waiting.removeFirst();

    assertThat(waiting.ready()).containsSame(second);
  }

  @Test
  void compressedOnesAreMadeElsewhereAndKeepTheirTurn() throws InterruptedException {
    waiting.add(batch(ZSTD, 2));
    waiting.add(batch(ZSTD, 3));
    assertThat(waiting.ready()).isEmpty();
    waiting.add(batch(NONE, 100));
    assertThat(waiting.ready()).isEmpty();

    loop.take().run();

    OutgoingBatch merged = waiting.ready().orElseThrow();
    assertThat(ready).isEqualTo(1);
    assertThat(merged.count()).isEqualTo(5);
    assertThat(merged.codec()).isEqualTo(CompressionType.ZSTD.id);
  }

  @Test
  void memoryIsCountedOnce() {
    held = 0;
    for (int i = 0; i < 6; i++) {
      OutgoingBatch batch = batch(NONE, 2);
      held += batch.size();
      waiting.add(batch);
    }

    OutgoingBatch merged = waiting.ready().orElseThrow();
    assertThat(held).isEqualTo(merged.size());
    waiting.removeFirst().discard();

    assertThat(budget.held()).isZero();
  }

  @Test
  void aMergeThatNobodyWaitsForLeavesNothingBehind() throws InterruptedException {
    waiting.add(batch(ZSTD, 2));
    waiting.add(batch(ZSTD, 2));
    assertThat(waiting.ready()).isEmpty();

    waiting.all().forEach(OutgoingBatch::discard);
    waiting.clear();
    loop.take().run();

    assertThat(ready).isZero();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aDamagedOneLeavesTheOthersAsTheyAre() {
    OutgoingBatch good = batch(NONE, 2);
    OutgoingBatch damaged = batch(NONE, 2);
    int last = damaged.bytes().limit() - 1;
    damaged.bytes().put(last, (byte) ~damaged.bytes().get(last));
    waiting.add(good);
    waiting.add(damaged);
    waiting.getLast().extendTo(500);

    assertThat(waiting.ready()).containsSame(good);
    assertThat(waiting.all()).containsExactly(good, damaged);
    assertThat(damaged.nextOffset()).isEqualTo(500);
  }

  private OutgoingBatch batch(CompressionType codec, int count) {
    ByteBuffer bytes = SomeBatches.batch(codec, offset, count);
    FetchBuffer memory = new FetchBuffer(budget, bytes.remaining());
    List<OffsetRun> runs = List.of(new OffsetRun(offset, count));
    offset += count;
    OutgoingBatch batch = new OutgoingBatch(bytes, memory, runs, offset, EPOCH, SomeBatches.TIME);
    memory.seal();
    return batch;
  }
}
