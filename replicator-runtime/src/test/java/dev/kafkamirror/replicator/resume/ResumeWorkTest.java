package dev.kafkamirror.replicator.resume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.Position;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ResumeWorkTest {
  private static final int AT_ONCE = 10;
  private static final TopicPartition SOURCE = new TopicPartition("t", 0);
  private static final TopicPartition TARGET = new TopicPartition("east.t", 0);

  private final CompletableFuture<ResumePoint> result = new CompletableFuture<>();

  @Test
  void comparesALongTailPartByPart() {
    ResumeWork work = work(0, 100, 0, 73);

    int parts = 0;
    while (!result.isDone()) {
      read(work, TimestampType.CREATE_TIME);
      work.compare();
      parts++;
    }

    ResumePoint point = result.join();
    assertThat(parts).isEqualTo(8);
    assertThat(point.tail()).isEqualTo(73);
    assertThat(point.position()).isEqualTo(new Position(73, 73, 4));
    assertThat(point.ranges().stream().mapToLong(OffsetRange::count).sum()).isEqualTo(73);
    assertThat(point.gone() + point.foreign() + point.notCopied()).isZero();
  }

  @Test
  void givesUpWhenALongTailHasNothingOfTheSource() {
    ResumeWork work = work(0, 100, 0, 73);
    while (!work.hasTail()) {
      work.tail(record(TARGET, work.tailAt(), "foreign", TimestampType.CREATE_TIME));
    }
    readSource(work);

    work.compare();

    assertThat(result).isCompletedExceptionally();
  }

  @Test
  void comparesWithoutTimesWhereTheTargetSetsThem() {
    ResumeWork work = work(0, 5, 0, 3);

    while (!result.isDone()) {
      read(work, TimestampType.LOG_APPEND_TIME);
      work.compare();
    }

    assertThat(result.join().position().sourceOffset()).isEqualTo(3);
  }

  @Test
  void answersAtOnceWhereThereIsNoTail() {
    ResumeWork work = work(0, 100, 20, 20);

    work.settleWithoutReading();

    assertThat(result.join().position()).isEqualTo(new Position(20, 20, 4));
  }

  @Test
  void reportsATargetThatEndsBeforeThePosition() {
    ResumeWork work = work(0, 100, 20, 19);

    work.settleWithoutReading();

    assertThat(result.join().targetTruncated()).isTrue();
    assertThat(result.join().sourceTruncated()).isFalse();
  }

  /** Of a partition that was copied without a gap up to an offset. */
  private ResumeWork work(long start, long end, long copied, long targetEnd) {
    return new ResumeWork(
        new LostPartition(SOURCE, TARGET, new Position(copied, copied, 4)),
        new LogBounds(start, end),
        new LogBounds(0, targetEnd),
        false,
        AT_ONCE,
        new RecordHash(),
        result);
  }

  private static void read(ResumeWork work, TimestampType atTarget) {
    while (!work.hasTail()) {
      work.tail(record(TARGET, work.tailAt(), "value " + work.tailAt(), atTarget));
    }
    readSource(work);
  }

  private static void readSource(ResumeWork work) {
    while (!work.hasSource()) {
      work.source(
          record(SOURCE, work.sourceAt(), "value " + work.sourceAt(), TimestampType.CREATE_TIME));
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, String value, TimestampType times) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        times == TimestampType.LOG_APPEND_TIME ? 7 : offset,
        times,
        0,
        0,
        null,
        value.getBytes(UTF_8),
        new RecordHeaders(),
        Optional.of(4));
  }
}
