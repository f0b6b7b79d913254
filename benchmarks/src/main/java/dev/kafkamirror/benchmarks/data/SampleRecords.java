package dev.kafkamirror.benchmarks.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/**
 * Records like events in JSON: names that repeat, numbers that do not. zstd makes 1 KiB of them
 * about a quarter to a fifth, lz4 about a third.
 */
public final class SampleRecords {
  /** Of every record; the rest is value. */
  public static final int KEY_BYTES = 12;

  private static final String[] STATES = {"created", "paid", "packed", "shipped", "returned"};
  private static final String[] CITIES = {"Berlin", "Lagos", "Lima", "Osaka", "Oslo", "Perth"};

  private final int valueBytes;
  private final Random random;

  /**
   * @param recordBytes key and value together
   */
  public SampleRecords(int recordBytes, long seed) {
    this.valueBytes = recordBytes - KEY_BYTES;
    this.random = new Random(seed);
  }

  public byte[] key() {
    return "key-%08x".formatted(random.nextInt()).getBytes(UTF_8);
  }

  public byte[] value() {
    StringBuilder text = new StringBuilder("{\"order\":").append(random.nextInt(1_000_000_000));
    while (text.length() < valueBytes) {
      text.append(",{\"state\":\"")
          .append(STATES[random.nextInt(STATES.length)])
          .append("\",\"city\":\"")
          .append(CITIES[random.nextInt(CITIES.length)])
          .append("\",\"customer\":\"")
          .append(Long.toHexString(random.nextLong()))
          .append("\",\"amount\":")
          .append(random.nextInt(100_000) / 100.0)
          .append('}');
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), valueBytes);
  }
}
