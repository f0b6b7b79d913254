package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.junit.jupiter.api.Test;

class DamageTest {
  private static final TopicPartition SOURCE = new TopicPartition("t", 1);

  private final Damage damage = new Damage();

  @Test
  void aDamagedBatchIsFetchedOnceMore() {
    Damage.Verdict first = damage.of(damagedFrom(100, false), SOURCE, 100);
    Damage.Verdict second = damage.of(damagedFrom(100, false), SOURCE, 100);

    assertThat(first.fetchAgain()).isTrue();
    assertThat(first.trouble().message())
        .isEqualTo(
            "The target refuses the batch with the source offsets 100 to 109 of t-1 as damaged:"
                + " checksum. It is fetched again");
    assertThat(second.fetchAgain()).isFalse();
    assertThat(second.trouble().reason()).isEqualTo("CorruptRecord");
    assertThat(second.trouble().message()).contains("Nothing of it is written", "check the memory");
  }

  @Test
  void eachBatchIsFetchedOnceMore() {
    damage.of(damagedFrom(100, false), SOURCE, 100);

    assertThat(damage.of(damagedFrom(110, false), SOURCE, 110).fetchAgain()).isTrue();
  }

  @Test
  void aBatchThatMayHaveArrivedIsNotFetchedAgain() {
    assertThat(damage.of(damagedFrom(100, true), SOURCE, 100).fetchAgain()).isFalse();
  }

  private static OutgoingBatch damagedFrom(long offset, boolean inDoubt) {
    FetchBuffer memory = new FetchBuffer(new MemoryBudget(1_000, 1_000), 100);
    OutgoingBatch batch =
        new OutgoingBatch(
            ByteBuffer.allocate(100),
            memory,
            List.of(new OffsetRun(offset, 10)),
            offset + 10,
            3,
            -1);
    batch.failed(new CorruptRecordException("checksum"), List.of(), inDoubt);
    return batch;
  }
}
