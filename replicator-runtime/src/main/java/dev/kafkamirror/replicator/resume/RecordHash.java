package dev.kafkamirror.replicator.resume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Stands for what of a record is the same on both sides: key, value, headers and, unless the target
 * sets its own, the timestamp. Half of SHA-256, so that nobody can make two records of one hash.
 * For one thread.
 */
final class RecordHash {
  private static final int NOTHING = -1;

  /** 128 bits. */
  record Value(long high, long low) {}

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  RecordHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  Value of(ConsumerRecord<byte[], byte[]> record, boolean withTimestamp) {
    add(withTimestamp ? record.timestamp() : 0);
    add(record.key());
    add(record.value());
    for (Header header : record.headers()) {
      add(header.key().getBytes(StandardCharsets.UTF_8));
      add(header.value());
    }
    ByteBuffer bits = ByteBuffer.wrap(digest.digest());
    return new Value(bits.getLong(), bits.getLong());
  }

  /** Its length first, so that no two records run into the same bytes. */
  private void add(byte[] bytes) {
    add(bytes == null ? NOTHING : bytes.length);
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private void add(long value) {
    digest.update(number.clear().putLong(value).array());
  }
}
