package dev.kafkamirror.replicator.batch;

import static dev.kafkamirror.replicator.batch.BatchHeader.ATTRIBUTES;
import static dev.kafkamirror.replicator.batch.BatchHeader.CRC;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The CRC-32C of a batch of format 2: it covers everything from the attributes to the end. */
public final class BatchChecksum {
  private static final int POLYNOMIAL = 0x82F63B78;
  private static final int ONE = 1 << 31;
  private static final int[] POWERS = powersOfX();

  private BatchChecksum() {}

  /**
   * Checks that the batch is what its writer wrote.
   *
   * @param batch one whole batch, between position and limit
   * @throws CorruptBatchException if not
   */
  public static void verify(ByteBuffer batch) {
    int stored = batch.getInt(batch.position() + CRC);
    int computed =
        of(batch, batch.position() + ATTRIBUTES, batch.limit() - batch.position() - ATTRIBUTES);
    if (stored != computed) {
      throw new CorruptBatchException(
          "the batch at offset %d has checksum %08x, its bytes have %08x"
              .formatted(batch.getLong(batch.position()), stored, computed));
    }
  }

  static int of(ByteBuffer buffer, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.slice(at, length));
    return (int) crc.getValue();
  }

  /**
   * The checksum after a change of the first bytes that it covers. CRCs are linear, so the
   * difference of the two short checksums, shifted over the unchanged rest, is the difference of
   * the long ones. The rest is not read, and damage to it still shows at the next check.
   *
   * @param whole checksum of everything before the change
   * @param before checksum of the first bytes before the change
   * @param after checksum of the first bytes after the change
   * @param rest number of bytes after them
   */
  static int patched(int whole, int before, int after, int rest) {
    return whole ^ multiply(shift(rest), before ^ after);
  }

  /** x to the power of eight times the number of bytes, modulo the polynomial. */
  private static int shift(int bytes) {
    int product = ONE;
    for (int n = bytes, k = 3; n != 0; n >>>= 1, k++) {
      if ((n & 1) != 0) {
        product = multiply(POWERS[k & 31], product);
      }
    }
    return product;
  }

  /** Product of two polynomials over GF(2), bits reflected, modulo the CRC's polynomial. */
  private static int multiply(int a, int b) {
    int product = 0;
    int factor = b;
    for (int rest = a; rest != 0; rest <<= 1) {
      if (rest < 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }

  private static int[] powersOfX() {
    int[] powers = new int[32];
    powers[0] = 1 << 30;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = multiply(powers[i - 1], powers[i - 1]);
    }
    return powers;
  }
}
