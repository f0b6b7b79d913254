package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.Trouble;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

class PartitionQueueTest {
  private static final int LEADER = 1;
  private static final int OTHER = 2;
  private static final int COUNT = 10;
  private static final long MUCH_LATER = 1_000_000;

  private final MemoryBudget budget = new MemoryBudget(1 << 20, 1 << 20);
  private final PartitionProgress progress =
      new PartitionProgress(
          new CopyOrder(new TopicPartition("t", 0), new TopicPartition("east.t", 0), 0), () -> 0);
  private final List<PartitionProgress> again = new ArrayList<>();
  private final PartitionQueue queue =
      withoutMerging(progress, budget, RecordErrors::fail, again::add);

  PartitionQueueTest() {
    progress.position(new Position(0, -1, -1));
    queue.identity(new ProducerIdentity(5, (short) 0));
    queue.endFound(0, 0);
  }

  @Test
  void sendsInOrderWithGrowingSequences() {
    fetched(3);
    acknowledge(queue.send(LEADER), 100);

    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    assertThat(second.sequence()).isEqualTo(COUNT);
    assertThat(third.sequence()).isEqualTo(2 * COUNT);
    assertThat(header(second).baseSequence()).isEqualTo(COUNT);
    assertThat(header(second).producerId()).isEqualTo(5);
  }

  @Test
  void movesThePositionWithEachAcknowledgement() {
    fetched(2);

    acknowledge(queue.send(LEADER), 100);

    assertThat(progress.position()).isEqualTo(new Position(COUNT, 110, SomeBatches.LEADER_EPOCH));
    assertThat(progress.state(false).records()).isEqualTo(COUNT);
    assertThat(progress.state(false).oldestPendingTimestamp()).isEqualTo(SomeBatches.TIME);
  }

  @Test
  void freesTheMemoryOfWhatIsAcknowledged() {
    fetched(1);
    long held = budget.held();

    acknowledge(queue.send(LEADER), 0);

    assertThat(held).isPositive();
    assertThat(budget.held()).isZero();
    assertThat(progress.held()).isZero();
    assertThat(progress.state(false).oldestPendingTimestamp()).isEqualTo(-1);
  }

  @Test
  void countsWhatSomebodyElseWroteOnceWhereverItIsSeen() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    assertThat(progress.copied().foreign()).isEqualTo(ForeignRecords.NONE);

    acknowledge(queue.send(LEADER), COUNT + 3);
    assertThat(progress.copied().foreign()).isEqualTo(new ForeignRecords(3, COUNT, COUNT + 3, 0));

    OutgoingBatch third = queue.send(LEADER);
    queue.failed(third, new DisconnectException(), List.of(), 0);
    queue.endFound(2 * COUNT + 5, MUCH_LATER);
    assertThat(progress.copied().foreign()).isEqualTo(new ForeignRecords(5, COUNT, 25, 0));
    assertThat(progress.state(false).foreign()).isEqualTo(progress.copied().foreign());
  }

  @Test
  void sendsOneAloneUntilTheLeaderKnowsTheProducer() {
    fetched(2);

    OutgoingBatch first = queue.send(LEADER);
    assertThat(queue.next(LEADER)).isEmpty();
    acknowledge(first, 0);

    assertThat(queue.next(LEADER)).isPresent();
  }

  @Test
  void waitsForTheOldLeaderBeforeItSendsToTheNewOne() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);

    assertThat(queue.next(OTHER)).isEmpty();
    acknowledge(second, COUNT);

    assertThat(queue.next(OTHER)).isPresent();
  }

  @Test
  void skipsWhatHasNothingToCopyOnceEverythingBeforeIsThere() {
    fetched(1);
    queue.add(List.of(), 99, 8);
    assertThat(progress.position().sourceOffset()).isZero();

    acknowledge(queue.send(LEADER), 0);
    assertThat(progress.position().sourceOffset()).isEqualTo(99);

    queue.add(List.of(), 120, 9);
    assertThat(progress.position()).isEqualTo(new Position(120, COUNT, 9));
  }

  @Test
  void sendsAgainInOrderWithTheSameSequencesWhenAllAreAnswered() {
    fetched(4);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    queue.failed(second, new DisconnectException("gone"), List.of(), 0);
    assertThat(queue.next(LEADER)).isEmpty();
    assertThat(queue.hasBacklog()).isFalse();
    queue.failed(third, new DisconnectException("gone"), List.of(), 0);

    assertThat(queue.restMs(0)).isPositive();
    assertThat(queue.restMs(MUCH_LATER)).isZero();
    assertThat(progress.state(false).phase()).isEqualTo(Phase.Retrying);
    queue.endFound(COUNT, 0);
    assertThat(queue.send(OTHER)).isSameAs(second);
    assertThat(queue.next(OTHER)).isEmpty();
    acknowledge(second, COUNT);
    assertThat(queue.send(OTHER)).isSameAs(third);
    assertThat(second.sequence()).isEqualTo(COUNT);
    assertThat(third.sequence()).isEqualTo(2 * COUNT);
    OutgoingBatch fourth = queue.send(OTHER);
    assertThat(fourth.sequence()).isEqualTo(3 * COUNT);
    assertThat(List.of(second, third, fourth))
        .extracting(OutgoingBatch::isSentAgain)
        .containsExactly(true, true, false);
  }

  @Test
  void asksTheTargetWhatArrivedBeforeItSendsAgain() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);
    queue.failed(second, new DisconnectException("gone"), List.of(), 0);
    queue.failed(third, new DisconnectException("gone"), List.of(), 0);

    assertThat(queue.needsEnd()).isTrue();
    assertThat(queue.needsIdentity()).isFalse();
    queue.endFound(2 * COUNT, 0);

    assertThat(progress.position().sourceOffset()).isEqualTo(2 * COUNT);
    assertThat(queue.send(LEADER)).isSameAs(third);
    assertThat(third.sequence()).isEqualTo(2 * COUNT);
  }

  @Test
  void failsWhenTheLeaderTakesABatchWithoutTheOneBefore() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    queue.failed(second, new NotEnoughReplicasException("too few"), List.of(), 0);
    acknowledge(third, COUNT);

    assertThat(progress.state(false).phase()).isEqualTo(Phase.Failed);
    assertThat(progress.state(false).reason()).isEqualTo("OutOfOrder");
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    assertThat(budget.held()).isZero();
  }

  @Test
  void needsNotAskWhenNothingIsInDoubt() {
    fetched(2);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);

    queue.failed(second, new NotEnoughReplicasException("too few"), List.of(), 0);

    assertThat(queue.needsEnd()).isFalse();
    assertThat(queue.send(LEADER)).isSameAs(second);
  }

  @Test
  void asksWhereTheTargetEndsBeforeItSendsAnything() {
    PartitionQueue fresh = withoutMerging(progress, budget);
    fresh.identity(new ProducerIdentity(5, (short) 0));
    fresh.add(List.of(batch()), COUNT, 0);

    assertThat(fresh.needsEnd()).isTrue();
    assertThat(fresh.next(LEADER)).isEmpty();
    fresh.askedForEnd();
    assertThat(fresh.needsEnd()).isFalse();
    fresh.endNotFound(new NotLeaderOrFollowerException("moved"), 0);
    assertThat(fresh.needsEnd()).isTrue();
    assertThat(fresh.restMs(0)).isPositive();
    fresh.endFound(500, 0);

    assertThat(fresh.next(LEADER)).isPresent();
  }

  @Test
  void startsOverWithANewIdentityWhenTheLeaderLostCount() {
    loseCount();

    assertThat(queue.next(LEADER)).isEmpty();
    assertThat(queue.needsEnd()).isTrue();
    assertThat(queue.needsIdentity()).isTrue();
    queue.identity(new ProducerIdentity(6, (short) 0));
    queue.endFound(COUNT, 0);

    OutgoingBatch second = queue.send(LEADER);
    assertThat(second.sequence()).isZero();
    assertThat(header(second).producerId()).isEqualTo(6);
    acknowledge(second, COUNT);
    assertThat(queue.send(LEADER).sequence()).isEqualTo(COUNT);
  }

  @Test
  void doesNotSendAgainWhatTheEndOfTheTargetShowsToBeThere() {
    loseCount();

    queue.identity(new ProducerIdentity(6, (short) 0));
    queue.endFound(2 * COUNT, 0);

    assertThat(progress.position())
        .isEqualTo(new Position(2 * COUNT, 2 * COUNT, SomeBatches.LEADER_EPOCH));
    OutgoingBatch third = queue.send(LEADER);
    assertThat(third.nextOffset()).isEqualTo(3 * COUNT);
    assertThat(third.sequence()).isZero();
  }

  @Test
  void settlesAReleaseByTheEndOfTheTarget() {
    loseCount();
    CompletableFuture<Position> released = release();
    assertThat(released).isNotDone();

    queue.endFound(2 * COUNT, 0);

    assertThat(released)
        .isCompletedWithValue(new Position(2 * COUNT, 2 * COUNT, SomeBatches.LEADER_EPOCH));
    assertThat(budget.held()).isZero();
  }

  @Test
  void looksAgainWhenTheTargetEndsTooEarly() {
    loseCount();

    queue.endFound(COUNT - 4, 0);

    assertThat(queue.needsEnd()).isTrue();
    assertThat(progress.state(false).phase()).isEqualTo(Phase.Retrying);
    assertThat(progress.state(false).reason()).isEqualTo("TargetTruncated");
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    queue.endFound(COUNT, 0);
    assertThat(again).isEmpty();
    queue.identity(new ProducerIdentity(5, (short) 1));
    assertThat(queue.send(LEADER).nextOffset()).isEqualTo(2 * COUNT);
  }

  @Test
  void copiesAgainWhatTheTargetLostAndSaysSo() {
    loseCount();

    queue.endFound(COUNT - 4, 0);
    queue.endFound(COUNT - 4, 0);

    assertThat(again).containsExactly(progress);
    assertThat(budget.held()).isZero();
    assertThat(progress.position()).isEqualTo(new Position(COUNT - 4, COUNT - 4, -1));
    assertThat(progress.state(false).losses().last())
        .isEqualTo(new DataLoss(COUNT - 4, COUNT, DataLoss.Reason.TargetTruncated, 0));
    fetched(1);
    assertThat(queue.hasBacklog()).as("what comes is still of before").isFalse();
    queue.startAgain();
    assertThat(progress.state(false).phase()).isNotEqualTo(Phase.Retrying);
    fetchedUpTo = COUNT - 4;
    fetched(1);
    assertThat(queue.needsIdentity()).isTrue();
    queue.identity(new ProducerIdentity(5, (short) 1));
    OutgoingBatch first = queue.send(LEADER);
    assertThat(first.sequence()).isZero();
    acknowledge(first, COUNT - 4);
    assertThat(progress.position().sourceOffset()).isEqualTo(2 * COUNT - 4);
    assertThat(progress.copied().ranges().size()).isEqualTo(1);
  }

  @Test
  void beginsAtTheStartOfTheSourceWhenTheTargetLostEverything() {
    loseCount();

    queue.endFound(0, 0);
    queue.endFound(0, 0);

    assertThat(again).containsExactly(progress);
    assertThat(progress.position()).isNull();
    assertThat(progress.startsAtTheBeginning()).isTrue();
    assertThat(progress.state(false).losses().total().records()).isEqualTo(COUNT);
    progress.startAt(3);
    assertThat(progress.position()).isEqualTo(new Position(3, 0, -1));
    assertThat(progress.copied().losses().total().records()).isEqualTo(COUNT);
  }

  @Test
  void failsWhenNobodyKnowsWhatTheTargetLost() {
    var order =
        new CopyOrder(
            new TopicPartition("t", 0),
            new TopicPartition("east.t", 0),
            Copied.upTo(new Position(70, 50, -1)),
            Uuid.ZERO_UUID);
    PartitionProgress unknown = new PartitionProgress(order, () -> 0);
    PartitionQueue fresh = withoutMerging(unknown, budget);

    fresh.endFound(40, 0);
    fresh.endFound(40, 0);

    assertThat(unknown.state(false).phase()).isEqualTo(Phase.Failed);
    assertThat(unknown.state(false).reason()).isEqualTo("TargetTruncated");
  }

  @Test
  void sendsNothingToAnotherTopicOfTheSameName() {
    Uuid mine = Uuid.randomUuid();
    var order =
        new CopyOrder(
            new TopicPartition("t", 0),
            new TopicPartition("east.t", 0),
            Copied.upTo(new Position(0, 0, -1)),
            Uuid.ZERO_UUID,
            mine);
    PartitionProgress known = new PartitionProgress(order, () -> 0);
    PartitionQueue toIt = withoutMerging(known, budget);

    assertThat(toIt.isFor(mine)).isTrue();
    assertThat(toIt.isFor(Uuid.ZERO_UUID)).as("a broker without topic ids").isTrue();
    assertThat(known.state(false).reason()).isNull();
    assertThat(toIt.isFor(Uuid.randomUuid())).isFalse();
    assertThat(known.state(false).reason()).isEqualTo("RemoteTopicRecreated");
  }

  @Test
  void fetchesABatchAgainThatArrivesDamaged() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    queue.failed(second, new CorruptRecordException("checksum"), List.of(), 0);
    assertThat(again).as("one is still on its way").isEmpty();
    queue.failed(third, new OutOfOrderSequenceException("after it"), List.of(), 0);

    assertThat(again).containsExactly(progress);
    assertThat(budget.held()).isZero();
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    assertThat(progress.state(false).reason()).isEqualTo("CorruptRecord");
    queue.startAgain();
    fetchedUpTo = COUNT;
    fetched(1);
    OutgoingBatch fresh = queue.send(LEADER);
    assertThat(fresh.sequence()).as("of the batch that was refused").isEqualTo(COUNT);
    acknowledge(fresh, COUNT);
    assertThat(progress.position().sourceOffset()).isEqualTo(2 * COUNT);
    assertThat(progress.state(false).reason()).isNull();
  }

  @Test
  void failsAtABatchThatArrivesDamagedTwice() {
    for (int attempt = 0; attempt < 2; attempt++) {
      fetchedUpTo = 0;
      fetched(1);
      queue.failed(
          queue.send(LEADER), new CorruptRecordException("checksum"), List.of(), MUCH_LATER);
      queue.startAgain();
    }

    assertThat(again).hasSize(1);
    assertThat(progress.state(false).phase()).isEqualTo(Phase.Failed);
    assertThat(progress.state(false).reason()).isEqualTo("CorruptRecord");
    assertThat(progress.state(false).error()).contains("source offsets 0 to 9 of t-0");
    assertThat(budget.held()).isZero();
  }

  @Test
  void takesTheNextEpochWhenABatchAfterTheDamagedOneIsInDoubt() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    queue.failed(second, new CorruptRecordException("checksum"), List.of(), 0);
    queue.failed(third, new DisconnectException("gone"), List.of(), 0);

    assertThat(again).containsExactly(progress);
    assertThat(queue.needsIdentity()).isTrue();
  }

  @Test
  void doesNotFetchABatchAgainThatMayHaveArrivedBefore() {
    fetched(1);
    OutgoingBatch first = queue.send(LEADER);
    queue.failed(first, new DisconnectException("gone"), List.of(), 0);
    queue.endFound(0, 0);

    queue.failed(queue.send(LEADER), new CorruptRecordException("checksum"), List.of(), 0);

    assertThat(again).isEmpty();
    assertThat(progress.state(false).phase()).isEqualTo(Phase.Failed);
  }

  /** The second of three batches is in doubt when the leader no longer knows its sequence. */
  private void loseCount() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    queue.failed(second, new DisconnectException("gone"), List.of(), 0);
    queue.endFound(COUNT, 0);
    OutgoingBatch again = queue.send(LEADER);
    again.failed(new DisconnectException("gone"), List.of(), true);
    queue.failed(again, new OutOfOrderSequenceException("?"), List.of(), 0);
  }

  @Test
  void keepsItsIdentityWhenOnlyTheFollowersOfAFailedBatchWereOutOfOrder() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);
    OutgoingBatch third = queue.send(LEADER);

    queue.failed(second, new NotLeaderOrFollowerException("moved"), List.of(), 0);
    queue.failed(third, new OutOfOrderSequenceException("?"), List.of(), 0);

    assertThat(queue.needsIdentity()).isFalse();
    queue.endFound(COUNT, 0);
    assertThat(queue.send(OTHER).sequence()).isEqualTo(COUNT);
  }

  @Test
  void failsForGoodAndHoldsNoMemoryWhenTheTargetWillNeverTakeIt() {
    fetched(3);

    queue.failed(
        queue.send(LEADER), new UnsupportedCompressionTypeException("no zstd"), List.of(), 0);
    fetched(1);

    assertThat(progress.state(false).phase()).isEqualTo(Phase.Failed);
    assertThat(progress.state(false).reason()).isEqualTo("UnsupportedCompressionType");
    assertThat(progress.state(false).error()).contains("east.t-0", "no zstd");
    assertThat(queue.hasBacklog()).isFalse();
    assertThat(budget.held()).isZero();
  }

  @Test
  void sendsHalvesOfWhatIsTooLargeInItsPlace() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch large = queue.send(LEADER);
    OutgoingBatch after = queue.send(LEADER);
    queue.failed(large, new RecordTooLargeException("too large"), List.of(), 0);
    queue.failed(after, new OutOfOrderSequenceException("?"), List.of(), 0);

    OutgoingBatch first = queue.send(LEADER);
    OutgoingBatch second = queue.send(LEADER);

    assertThat(first.runs()).containsExactly(new OffsetRun(COUNT, 5));
    assertThat(first.sequence()).isEqualTo(COUNT);
    assertThat(second.runs()).containsExactly(new OffsetRun(COUNT + 5, 5));
    assertThat(second.sequence()).isEqualTo(COUNT + 5);
    assertThat(queue.send(LEADER)).isSameAs(after);
    assertThat(after.sequence()).isEqualTo(2 * COUNT);
    acknowledge(first, COUNT);
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT + 5);
  }

  @Test
  void splitsByItselfWhatIsAsLargeAsWhatWasRefused() {
    fetched(1);
    queue.failed(queue.send(LEADER), new RecordTooLargeException("too large"), List.of(), 0);
    acknowledge(queue.send(LEADER), 0);
    acknowledge(queue.send(LEADER), 5);

    fetched(1);
    OutgoingBatch first = queue.send(LEADER);
    OutgoingBatch second = queue.send(LEADER);

    assertThat(first.runs()).containsExactly(new OffsetRun(COUNT, 5));
    assertThat(second.runs()).containsExactly(new OffsetRun(COUNT + 5, 5));
    acknowledge(first, COUNT);
    acknowledge(second, COUNT + 5);
    assertThat(progress.position().sourceOffset()).isEqualTo(2L * COUNT);
    assertThat(progress.held()).isZero();
    assertThat(budget.held()).isZero();
  }

  @Test
  void failsAtTheRecordThatTheTargetRefuses() {
    fetched(1);
    queue.failed(queue.send(LEADER), new RecordTooLargeException("too large"), List.of(), 0);
    for (int i = 0; i < 2; i++) {
      queue.failed(queue.send(LEADER), new RecordTooLargeException("too large"), List.of(), 0);
    }
    queue.failed(queue.send(LEADER), new RecordTooLargeException("too large"), List.of(), 0);

    assertThat(progress.state(false).phase()).isEqualTo(Phase.Failed);
    assertThat(progress.state(false).reason()).isEqualTo("RecordTooLarge");
    assertThat(progress.state(false).error()).contains("offset 0 of t-0", "too large");
    assertThat(budget.held()).isZero();
    assertThat(progress.held()).isZero();
  }

  @Test
  void leavesOutWhatTheTargetRefusesByNameAndGoesOnWithTheRest() {
    PartitionQueue skipping = withoutMerging(progress, budget, RecordErrors::skip);
    skipping.identity(new ProducerIdentity(5, (short) 0));
    skipping.endFound(0, 0);
    skipping.add(List.of(batch()), fetchedUpTo, SomeBatches.LEADER_EPOCH);
    skipping.add(List.of(batch()), fetchedUpTo, SomeBatches.LEADER_EPOCH);
    OutgoingBatch refused = skipping.send(LEADER);

    skipping.failed(refused, new InvalidRecordException("no key"), List.of(2, 5), 0);
    OutgoingBatch rest = skipping.send(LEADER);
    skipping.acknowledged(rest, 0, 0);
    OutgoingBatch next = skipping.send(LEADER);

    assertThat(rest.runs())
        .containsExactly(new OffsetRun(0, 2), new OffsetRun(3, 2), new OffsetRun(6, 4));
    assertThat(rest.sequence()).isZero();
    assertThat(next.sequence()).isEqualTo(8);
    assertThat(progress.position()).isEqualTo(new Position(10, 8, SomeBatches.LEADER_EPOCH));
    assertThat(progress.state(false).losses().byReason())
        .containsEntry(DataLoss.Reason.RecordSkipped, new Losses.Sum(2, 2));
  }

  @Test
  void givesWhatFollowsALeftOutRecordTheSequencesThatAreDue() {
    PartitionQueue skipping = withoutMerging(progress, budget, RecordErrors::skip);
    skipping.identity(new ProducerIdentity(5, (short) 0));
    skipping.endFound(0, 0);
    for (int i = 0; i < 3; i++) {
      skipping.add(List.of(batch()), fetchedUpTo, SomeBatches.LEADER_EPOCH);
    }
    skipping.acknowledged(skipping.send(LEADER), 0, 0);
    OutgoingBatch refused = skipping.send(LEADER);
    OutgoingBatch after = skipping.send(LEADER);
    skipping.failed(refused, new InvalidRecordException("no key"), List.of(0), 0);
    skipping.failed(after, new OutOfOrderSequenceException("?"), List.of(), 0);

    assertThat(skipping.send(LEADER).sequence()).isEqualTo(COUNT);
    assertThat(skipping.send(LEADER)).isSameAs(after);
    assertThat(after.sequence()).isEqualTo(2 * COUNT - 1);
  }

  @Test
  void movesOnWhenNothingIsLeftOfARefusedBatch() {
    PartitionQueue skipping = withoutMerging(progress, budget, RecordErrors::skip);
    skipping.identity(new ProducerIdentity(5, (short) 0));
    skipping.endFound(0, 0);
    skipping.add(List.of(batch()), fetchedUpTo, SomeBatches.LEADER_EPOCH);
    List<Integer> all = IntStream.range(0, COUNT).boxed().toList();

    skipping.failed(skipping.send(LEADER), new InvalidTimestampException("old"), all, 0);

    assertThat(skipping.hasBacklog()).isFalse();
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    assertThat(budget.held()).isZero();
    assertThat(progress.held()).isZero();
  }

  @Test
  void releasesAtOnceWhatWasNeverSent() {
    fetched(2);
    CompletableFuture<Position> released = release();

    assertThat(released).isCompletedWithValue(new Position(0, -1, -1));
    assertThat(budget.held()).isZero();
    assertThat(queue.isGone(0)).isTrue();
  }

  @Test
  void releasesAfterWhatWasSentIsAcknowledged() {
    fetched(3);
    OutgoingBatch first = queue.send(LEADER);
    CompletableFuture<Position> released = release();
    assertThat(released).isNotDone();
    assertThat(queue.hasBacklog()).isFalse();

    acknowledge(first, 40);

    assertThat(released).isCompletedWithValue(new Position(COUNT, 50, SomeBatches.LEADER_EPOCH));
  }

  @Test
  void releasesWhatIsInDoubtOnlyOnceALeaderHasAcknowledgedIt() {
    fetched(2);
    OutgoingBatch first = queue.send(LEADER);
    CompletableFuture<Position> released = release();

    queue.failed(first, new DisconnectException("gone"), List.of(), 0);
    assertThat(queue.hasBacklog()).isTrue();
    queue.endFound(0, 0);

    assertThat(released).as("the broker may append it yet").isNotDone();
    assertThat(queue.send(LEADER)).isSameAs(first);
    assertThat(first.sequence()).isZero();
    acknowledge(first, 0);
    assertThat(released).isDone();
    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    assertThat(budget.held()).isZero();
  }

  @Test
  void knowsALateBatchAlsoWhenTheTargetEndedBeforeItAtFirst() {
    fetched(2);
    OutgoingBatch first = queue.send(LEADER);
    queue.failed(first, new DisconnectException("gone"), List.of(), 0);
    queue.endFound(0, 0);
    queue.failed(queue.send(LEADER), new NotLeaderOrFollowerException("moved"), List.of(), 0);

    queue.endFound(COUNT, 0);

    assertThat(progress.position().sourceOffset()).isEqualTo(COUNT);
    assertThat(queue.send(OTHER).nextOffset()).isEqualTo(2 * COUNT);
  }

  @Test
  void sendsNothingAnyMoreOnceItIsStopped() {
    fetched(3);
    acknowledge(queue.send(LEADER), 0);
    OutgoingBatch second = queue.send(LEADER);

    queue.stop(new Trouble("Fenced", "by a successor"));

    assertThat(queue.hasBacklog()).isFalse();
    assertThat(queue.next(LEADER)).isEmpty();
    acknowledge(second, COUNT);
    assertThat(progress.position().sourceOffset()).isEqualTo(2 * COUNT);
    assertThat(progress.state(false).phase()).isEqualTo(Phase.Retrying);
    assertThat(progress.state(false).reason()).isEqualTo("Fenced");
    CompletableFuture<Position> released = release();
    assertThat(queue.isGone(0)).isTrue();
    assertThat(released).isCompletedExceptionally();
    assertThat(budget.held()).isZero();
  }

  @Test
  void givesUpAReleaseThatCannotBeSettled() {
    fetched(1);
    OutgoingBatch first = queue.send(LEADER);
    CompletableFuture<Position> released = release();
    queue.failed(first, new DisconnectException("gone"), List.of(), 0);

    assertThat(queue.isGone(MUCH_LATER - 1)).isFalse();
    assertThat(queue.isGone(MUCH_LATER)).isTrue();

    assertThatThrownBy(released::get).hasCauseInstanceOf(TimeoutException.class);
    assertThat(budget.held()).isZero();
  }

  static PartitionQueue withoutMerging(PartitionProgress progress, MemoryBudget budget) {
    return withoutMerging(progress, budget, RecordErrors::fail);
  }

  private static PartitionQueue withoutMerging(
      PartitionProgress progress, MemoryBudget budget, RecordErrors errors) {
    return withoutMerging(progress, budget, errors, _ -> {});
  }

  private static PartitionQueue withoutMerging(
      PartitionProgress progress,
      MemoryBudget budget,
      RecordErrors errors,
      Consumer<PartitionProgress> again) {
    MergeLimits none = new MergeLimits(0, 0, 0, 0);
    return new PartitionQueue(
        progress,
        new BatchMerger(none, budget, MergePool.shared(), Runnable::run),
        new Refusals(budget, errors),
        _ -> {},
        again,
        null,
        new Random(1));
  }

  private CompletableFuture<Position> release() {
    CompletableFuture<Copied> released = new CompletableFuture<>();
    queue.release(released, MUCH_LATER);
    return released.thenApply(Copied::position);
  }

  private long fetchedUpTo;

  private void fetched(int batches) {
    for (int i = 0; i < batches; i++) {
      queue.add(List.of(batch()), fetchedUpTo, SomeBatches.LEADER_EPOCH);
    }
  }

  private OutgoingBatch batch() {
    ByteBuffer bytes = SomeBatches.batch(CompressionType.NONE, fetchedUpTo, COUNT);
    FetchBuffer memory = new FetchBuffer(budget, bytes.remaining());
    List<OffsetRun> runs = List.of(new OffsetRun(fetchedUpTo, COUNT));
    fetchedUpTo += COUNT;
    OutgoingBatch batch =
        new OutgoingBatch(
            bytes, memory, runs, fetchedUpTo, SomeBatches.LEADER_EPOCH, SomeBatches.TIME);
    memory.seal();
    progress.hold(batch.size());
    return batch;
  }

  private void acknowledge(OutgoingBatch batch, long baseOffset) {
    queue.acknowledged(batch, baseOffset, 0);
  }

  private static BatchHeader header(OutgoingBatch batch) {
    return BatchHeader.read(batch.bytes()).orElseThrow();
  }
}
