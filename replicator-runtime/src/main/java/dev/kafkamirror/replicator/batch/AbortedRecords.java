package dev.kafkamirror.replicator.batch;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Tells which batches of one fetch response belong to aborted transactions, as a consumer under
 * read_committed does (CompletedFetch in kafka-clients). Must be shown every batch of the response
 * in order.
 */
public final class AbortedRecords {
  private static final int ABORT = 0;

  private final PriorityQueue<AbortedTransaction> coming =
      new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
  private final Set<Long> producers = new HashSet<>();

  public AbortedRecords(List<AbortedTransaction> transactions) {
    coming.addAll(transactions);
  }

  /**
   * Whether the batch's records were aborted.
   *
   * @param batch starts at its position
   */
  public boolean contains(BatchHeader header, ByteBuffer batch) {
    if (header.producerId() < 0) {
      return false;
    }
    while (!coming.isEmpty() && coming.peek().firstOffset() <= header.lastOffset()) {
      producers.add(coming.poll().producerId());
    }
    if (header.isControl()) {
      if (isAbortMarker(header, batch)) {
        producers.remove(header.producerId());
      }
      return false;
    }
    return header.isTransactional() && producers.contains(header.producerId());
  }

  /** A marker's key is its version and its type, 16 bits each; control batches have no codec. */
  private static boolean isAbortMarker(BatchHeader header, ByteBuffer batch) {
    if (header.count() == 0) {
      return false;
    }
    ByteBuffer record = batch.slice(batch.position(), header.sizeInBytes());
    record.position(BatchHeader.SIZE);
    skipVarint(record); // length
    record.get(); // attributes
    skipVarint(record); // timestamp delta
    skipVarint(record); // offset delta
    skipVarint(record); // key length
    record.getShort(); // version
    return record.getShort() == ABORT;
  }

  private static void skipVarint(ByteBuffer buffer) {
    byte b;
    do {
      b = buffer.get();
    } while (b < 0);
  }
}
