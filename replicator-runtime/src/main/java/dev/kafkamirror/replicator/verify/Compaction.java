package dev.kafkamirror.replicator.verify;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which records a side may lack because its log is compacted. A record may be gone when the side
 * shows a later one of the same key; a tombstone also when the side shows nothing of its key that
 * is older. Keys are remembered by 8 bytes of their SHA-256, and only so many.
 */
final class Compaction {
  private static final int MOST_KEYS = 1_000_000;

  private final int mostKeys;

  /** Offset, on the other side, of a record whose key this side must show again. */
  private final Map<Long, Long> debts = new HashMap<>();

  /** Keys whose last record that the side showed has a value. */
  private final Set<Long> alive = new HashSet<>();

  private boolean full;
  private boolean judgedAll = true;

  Compaction() {
    this(MOST_KEYS);
  }

  Compaction(int mostKeys) {
    this.mostKeys = mostKeys;
  }

  /** The side shows this record. */
  void shows(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    long key = digest(record.key());
    debts.remove(key);
    if (record.value() == null) {
      alive.remove(key);
    } else if (!full) {
      alive.add(key);
      limit();
    }
  }

  /** Whether compaction may be why the side lacks this record; it may owe a later one then. */
  boolean mayLack(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return false;
    }
    long key = digest(record.key());
    if (record.value() == null) {
      debts.remove(key);
      judgedAll &= !full;
      return !alive.contains(key);
    }
    if (full) {
      judgedAll = false;
    } else {
      debts.put(key, record.offset());
      limit();
    }
    return true;
  }

  private void limit() {
    full |= debts.size() + alive.size() >= mostKeys;
  }

  /** False when there were more keys than are remembered, and a missing record was let pass. */
  boolean judgedAll() {
    return judgedAll;
  }

  boolean owes() {
    return !debts.isEmpty();
  }

  /** Offsets on the other side of records that are missing though nothing later has their key. */
  Stream<Long> debts() {
    return debts.values().stream().sorted();
  }

  private static long digest(byte[] key) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
