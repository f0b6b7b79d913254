package dev.kafkamirror.replicator.verify;

import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of another's records those with certain offsets. */
record OnlySome(RecordSource all, LongPredicate offsets) implements RecordSource {
  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    ConsumerRecord<byte[], byte[]> next = all.next();
    while (next != null && !offsets.test(next.offset())) {
      next = all.next();
    }
    return next;
  }

  @Override
  public long logStart() {
    return all.logStart();
  }

  @Override
  public void extend() {
    all.extend();
  }
}
