package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.merge.MergeLimits;
import dev.kafkamirror.replicator.task.merge.MergePool;
import dev.kafkamirror.replicator.task.refusal.RecordErrors;
import dev.kafkamirror.replicator.task.refusal.Refusals;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

/** A queue into a partition that others write to as well. */
class SharedPartitionQueueTest {
  private static final int LEADER = 1;
  private static final int COUNT = 10;
  private static final long LATER = 1_000_000;
  private static final long OURS = 5;
  private static final long ANOTHERS = 77;

  private final MemoryBudget budget = new MemoryBudget(1 << 20, 1 << 20);
  private final PartitionProgress progress =
      new PartitionProgress(
          new CopyOrder(new TopicPartition("t", 0), new TopicPartition("t", 0), 0), () -> 0);
  private final List<String> looks = new ArrayList<>();
  private final PartitionQueue queue =
      new PartitionQueue(
          progress,
          new BatchMerger(new MergeLimits(0, 0, 0, 0), budget, MergePool.shared(), Runnable::run),
          new Refusals(budget, RecordErrors::fail),
          _ -> {},
          _ -> {},
          (_, from, to) -> looks.add(from + " to " + to),
          new Random(1));
  private long fetchedUpTo;

  SharedPartitionQueueTest() {
    progress.position(new Position(0, -1, -1));
    queue.identity(new ProducerIdentity(OURS, (short) 0));
    queue.endFound(100, 0);
  }

  @Test
  void othersRecordsAreNothingForeign() {
    fetched();
    queue.acknowledged(queue.send(LEADER), 130, 0);

    assertThat(progress.copied().foreign()).isEqualTo(ForeignRecords.NONE);
    assertThat(progress.position().targetOffset()).isEqualTo(140);
  }

  @Test
  void looksThroughWhatCameInWhenABatchIsInDoubt() {
    failInDoubt();

    queue.endFound(150, LATER);

    assertThat(looks).containsExactly("100 to 150");
    assertThat(queue.hasBacklog()).isFalse();
  }

  @Test
  void sendsAgainWhatOthersRecordsOnlySeemToBe() {
    OutgoingBatch batch = failInDoubt();
    queue.endFound(150, LATER);

    queue.looked(150, List.of(header(100, ANOTHERS, 0, 0)), null, LATER);

    assertThat(progress.position().sourceOffset()).isZero();
    assertThat(queue.next(LEADER)).contains(batch);
    assertThat(queue.send(LEADER).sequence()).isZero();
  }

  @Test
  void takesAsArrivedWhatStandsThereWithItsOwnSequence() {
    failInDoubt();
    queue.endFound(150, LATER);

    queue.looked(150, List.of(header(100, ANOTHERS, 0, 0), header(120, OURS, 0, 0)), null, LATER);

    assertThat(progress.position()).isEqualTo(new Position(COUNT, 130, SomeBatches.LEADER_EPOCH));
    assertThat(queue.hasBacklog()).isFalse();
    assertThat(budget.held()).isZero();
  }

  @Test
  void takesNothingOfAnEarlierEpochForIt() {
    OutgoingBatch batch = failInDoubt();
    queue.endFound(150, LATER);

    queue.looked(150, List.of(header(120, OURS, 3, 0)), null, LATER);

    assertThat(queue.next(LEADER)).contains(batch);
  }

  @Test
  void asksForTheEndAgainWhenItCouldNotLook() {
    failInDoubt();
    queue.endFound(150, LATER);

    queue.looked(150, null, new DisconnectException("gone"), LATER);

    assertThat(queue.needsEnd()).isTrue();
    assertThat(queue.restMs(LATER)).isPositive();
    assertThat(progress.state(false).reason()).isEqualTo("Disconnect");
  }

  @Test
  void looksAtNothingWhenNothingIsInDoubt() {
    queue.endFound(150, LATER);

    assertThat(looks).isEmpty();
  }

  private OutgoingBatch failInDoubt() {
    fetched();
    OutgoingBatch batch = queue.send(LEADER);
    queue.failed(batch, new DisconnectException("gone"), List.of(), 0);
    return batch;
  }

  private void fetched() {
    ByteBuffer bytes = SomeBatches.batch(CompressionType.NONE, fetchedUpTo, COUNT);
    FetchBuffer memory = new FetchBuffer(budget, bytes.remaining());
    List<OffsetRun> runs = List.of(new OffsetRun(fetchedUpTo, COUNT));
    fetchedUpTo += COUNT;
    OutgoingBatch batch =
        new OutgoingBatch(
            bytes, memory, runs, fetchedUpTo, SomeBatches.LEADER_EPOCH, SomeBatches.TIME);
    memory.seal();
    progress.hold(batch.size());
    queue.add(List.of(batch), fetchedUpTo, SomeBatches.LEADER_EPOCH);
  }

  private static BatchHeader header(long offset, long producerId, int epoch, int sequence) {
    return new BatchHeader(
        offset,
        100,
        0,
        (byte) 2,
        (short) 0,
        COUNT - 1,
        0,
        0,
        producerId,
        (short) epoch,
        sequence,
        COUNT);
  }
}
