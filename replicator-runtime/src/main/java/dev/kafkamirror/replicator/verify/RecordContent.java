package dev.kafkamirror.replicator.verify;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What of a record must be the same on both sides.
 *
 * @param timestamps whether timestamps count; not where the target's broker sets its own
 */
record RecordContent(boolean timestamps) {

  /** How the target's record differs from the source's, null when they are equal. */
  String difference(ConsumerRecord<byte[], byte[]> a, ConsumerRecord<byte[], byte[]> b) {
    if (!Arrays.equals(a.key(), b.key())) {
      return "another key";
    }
    if (!Arrays.equals(a.value(), b.value())) {
      return "another value";
    }
    if (timestamps && a.timestamp() != b.timestamp()) {
      return "another timestamp";
    }
    return Arrays.equals(a.headers().toArray(), b.headers().toArray()) ? null : "other headers";
  }

  boolean equal(ConsumerRecord<byte[], byte[]> a, ConsumerRecord<byte[], byte[]> b) {
    return difference(a, b) == null;
  }

  /** Equal for records that are equal. */
  int hash(ConsumerRecord<byte[], byte[]> r) {
    int hash = 31 * Arrays.hashCode(r.key()) + Arrays.hashCode(r.value());
    return timestamps ? 31 * hash + Long.hashCode(r.timestamp()) : hash;
  }
}
