package dev.kafkamirror.replicator.task.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.OffsetRun;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private final MemoryBudget budget = new MemoryBudget(1_000, 400);

  @Test
  void aPartitionMayHoldNoMoreThanItsLimit() {
    budget.partitions(10);

    assertThat(budget.room(0)).isEqualTo(400);
    assertThat(budget.room(390)).isEqualTo(10);
    assertThat(budget.room(400)).isZero();
  }

  @Test
  void aPartitionThatWasFullGoesOnWhenHalfIsFree() {
    budget.partitions(10);

    assertThat(budget.hasRoomAgain(201)).isFalse();
    assertThat(budget.hasRoomAgain(200)).isTrue();
  }

  @Test
  void eachPartitionHasItsPartHoweverManyOthersAreStuck() {
    budget.partitions(10);
    for (int stuck = 0; stuck < 9; stuck++) {
      budget.hold(Math.max(0, budget.room(0)));
    }

    assertThat(budget.room(0)).isEqualTo(50);
    assertThat(budget.room(50)).isZero();
    assertThat(budget.held()).isLessThanOrEqualTo(1_000 - 50);
  }

  @Test
  void isFreeAgainWhenAllBatchesOfAResponseAreGone() {
    FetchBuffer memory = new FetchBuffer(budget, 200);
    OutgoingBatch first = batch(memory, 100);
    OutgoingBatch second = batch(memory, 100);
    memory.seal();

    first.discard();
    assertThat(budget.held()).isEqualTo(200);
    second.discard();
    second.discard();

    assertThat(budget.held()).isZero();
  }

  @Test
  void isFreeAtOnceWhenNothingOfAResponseIsWanted() {
    new FetchBuffer(budget, 200).seal();

    assertThat(budget.held()).isZero();
  }

  @Test
  void aSlowBatchDoesNotKeepTheMemoryOfTheOthersWhenItGetsTight() {
    FetchBuffer memory = new FetchBuffer(budget, 900);
    OutgoingBatch slow = batch(memory, 100);
    OutgoingBatch fast = batch(memory, 800);
    memory.seal();
    ByteBuffer before = slow.bytes();

    fast.discard();

    assertThat(budget.held()).isEqualTo(100);
    assertThat(slow.bytes()).isEqualTo(before).isNotSameAs(before);
    slow.discard();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aBatchThatIsBeingSentStaysWhereItIs() {
    FetchBuffer memory = new FetchBuffer(budget, 900);
    OutgoingBatch sent = batch(memory, 100);
    sent.sent();
    OutgoingBatch fast = batch(memory, 800);
    memory.seal();
    ByteBuffer before = sent.bytes();

    fast.discard();

    assertThat(sent.bytes()).isSameAs(before);
    assertThat(budget.held()).isEqualTo(900);
  }

  @Test
  void nothingIsCopiedWhileMemoryIsPlenty() {
    FetchBuffer memory = new FetchBuffer(budget, 300);
    OutgoingBatch slow = batch(memory, 10);
    OutgoingBatch fast = batch(memory, 290);
    memory.seal();
    ByteBuffer before = slow.bytes();

    fast.discard();

    assertThat(slow.bytes()).isSameAs(before);
    assertThat(budget.held()).isEqualTo(300);
  }

  private static OutgoingBatch batch(FetchBuffer memory, int size) {
    return new OutgoingBatch(
        ByteBuffer.allocate(size), memory, List.of(new OffsetRun(0, 1)), 1, 0, 0);
  }
}
