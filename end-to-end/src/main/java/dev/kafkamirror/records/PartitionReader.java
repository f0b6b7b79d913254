package dev.kafkamirror.records;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Every record of one partition from its first to the end that it had when the reader was made. */
final class PartitionReader implements Iterator<ConsumerRecord<byte[], byte[]>> {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final long end;
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

  PartitionReader(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    this.consumer = consumer;
    this.partition = partition;
    List<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    this.end = consumer.endOffsets(only).get(partition);
  }

  @Override
  public boolean hasNext() {
    // The position passes over markers and aborted records too, so it reaches the end where records
    // do not.
    while (fetched.isEmpty() && consumer.position(partition) < end) {
      fetched.addAll(consumer.poll(POLL).records(partition));
    }
    return !fetched.isEmpty();
  }

  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException(partition + " has ended");
    }
    return fetched.removeFirst();
  }
}
