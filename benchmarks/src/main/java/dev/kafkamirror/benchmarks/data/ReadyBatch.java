package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One whole batch as a producer makes it, without a producer's identity, so that it can be sent any
 * number of times.
 *
 * @param bytes not to be changed
 * @param records how many are in it
 */
public record ReadyBatch(ByteBuffer bytes, int records) {
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int BASE_TIMESTAMP = 27;
  private static final int MAX_TIMESTAMP = 35;

  /**
   * A copy of the batch at the buffer's position, as a producer would send it: base offset 0.
   *
   * @param header of that batch
   */
  static ReadyBatch copyOf(ByteBuffer buffer, BatchHeader header) {
    if (header.producerId() != -1) {
      throw new IllegalArgumentException(
          "a batch of an idempotent producer cannot be sent twice: switch idempotence off");
    }
    ByteBuffer copy = ByteBuffer.allocate(header.sizeInBytes());
    copy.put(buffer.slice(buffer.position(), header.sizeInBytes())).flip();
    copy.putLong(0, 0);
    return new ReadyBatch(copy, header.count());
  }

  /**
   * Writes a copy whose first record has this timestamp, ms, the others as long after it as they
   * were. Copies of one batch are told apart by it.
   *
   * @param into large enough, at position 0
   * @return the copy
   */
  ByteBuffer stamped(ByteBuffer into, long timestamp) {
    int size = bytes.remaining();
    into.clear().put(bytes.duplicate()).flip();
    long span = into.getLong(MAX_TIMESTAMP) - into.getLong(BASE_TIMESTAMP);
    into.putLong(BASE_TIMESTAMP, timestamp);
    into.putLong(MAX_TIMESTAMP, timestamp + span);
    CRC32C crc = new CRC32C();
    crc.update(into.slice(ATTRIBUTES, size - ATTRIBUTES));
    into.putInt(CRC, (int) crc.getValue());
    return into;
  }
}
