package dev.kafkamirror.replicator.verify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads one partition with a consumer, whose only partition it is meanwhile. */
final class PartitionRecords implements RecordSource {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long STALLED_AFTER_NANOS = Duration.ofSeconds(60).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final LongSupplier nanoTime;
  private final LongConsumer advanced;
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
  private long logStart;
  private long end;

  /**
   * @param end offset after the last record to read
   * @param nanoTime monotonic clock
   * @param advanced told how many offsets further the reading has got
   */
  PartitionRecords(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long logStart,
      long end,
      LongSupplier nanoTime,
      LongConsumer advanced) {
    this.consumer = consumer;
    this.partition = partition;
    this.logStart = logStart;
    this.end = end;
    this.nanoTime = nanoTime;
    this.advanced = advanced;
    consumer.assign(List.of(partition));
    consumer.seek(partition, logStart);
  }

  /**
   * @throws TimeoutException when the cluster gives nothing for a minute
   */
  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    long giveUpAt = nanoTime.getAsLong() + STALLED_AFTER_NANOS;
    long position = consumer.position(partition);
    // The position passes over markers and aborted records too, so it reaches the end where records
    // do not.
    while (fetched.isEmpty() && consumer.position(partition) < end) {
      poll();
      if (consumer.position(partition) > position) {
        advanced.accept(consumer.position(partition) - position);
        position = consumer.position(partition);
        giveUpAt = nanoTime.getAsLong() + STALLED_AFTER_NANOS;
      } else if (nanoTime.getAsLong() - giveUpAt > 0) {
        throw new TimeoutException(
            "nothing of " + partition + " could be read for 60 s at offset " + position);
      }
    }
    ConsumerRecord<byte[], byte[]> next = fetched.peek();
    return next == null || next.offset() >= end ? null : fetched.remove();
  }

  private void poll() {
    try {
      fetched.addAll(consumer.poll(POLL).records(partition));
    } catch (OffsetOutOfRangeException e) {
      long before = consumer.position(partition);
      logStart = consumer.beginningOffsets(List.of(partition)).get(partition);
      if (logStart <= before) {
        throw e;
      }
      consumer.seek(partition, logStart);
    }
  }

  @Override
  public long logStart() {
    return logStart;
  }

  @Override
  public void extend() {
    end = consumer.endOffsets(List.of(partition)).get(partition);
  }
}
