package dev.kafkamirror.replicator.verify;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of one side with a bounded look at those that follow. */
final class Lookahead {
  private static final int MOST_RECORDS = 1_000;
  private static final long MOST_BYTES = 8 << 20;

  private final RecordSource source;
  private final List<ConsumerRecord<byte[], byte[]>> ahead = new ArrayList<>();
  private int first;
  private long bytes;

  Lookahead(RecordSource source) {
    this.source = source;
  }

  long logStart() {
    return source.logStart();
  }

  void extend() {
    source.extend();
  }

  /** The present record, null at the end. */
  ConsumerRecord<byte[], byte[]> peek() {
    return first < ahead.size() || read() ? ahead.get(first) : null;
  }

  /** Goes on to the next record. */
  void drop() {
    bytes -= size(ahead.get(first));
    ahead.set(first, null);
    first++;
    if (first == ahead.size() || first > MOST_RECORDS) {
      ahead.subList(0, first).clear();
      first = 0;
    }
  }

  /** The present record and as many of the next as fit. */
  List<ConsumerRecord<byte[], byte[]>> window() {
    while (ahead.size() - first < MOST_RECORDS && bytes < MOST_BYTES && read()) {
      // Until it is full or the side ends.
    }
    return ahead.subList(first, ahead.size());
  }

  private boolean read() {
    ConsumerRecord<byte[], byte[]> next = source.next();
    if (next == null) {
      return false;
    }
    ahead.add(next);
    bytes += size(next);
    return true;
  }

  private static long size(ConsumerRecord<byte[], byte[]> r) {
    return 100L + Math.max(0, r.serializedKeySize()) + Math.max(0, r.serializedValueSize());
  }
}
