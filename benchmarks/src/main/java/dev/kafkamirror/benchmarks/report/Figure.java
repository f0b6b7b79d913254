package dev.kafkamirror.benchmarks.report;

/**
 * Something that is measured.
 *
 * @param name what results.json calls it
 * @param lessIsBetter else more is
 */
public record Figure(String name, String unit, boolean lessIsBetter) {

  /** Processor time of the mirroring process for a gigabyte (10^9) of keys and values. */
  public static final Figure CPU = new Figure("CPU", "s/GB", true);

  /** Keys and values, 10^6 bytes, uncompressed, that the target acknowledged. */
  public static final Figure SPEED = new Figure("throughput", "MB/s", false);

  public static final Figure MEMORY = new Figure("peak resident memory", "MiB", true);

  public static Figure seconds(String name) {
    return new Figure(name, "s", true);
  }

  public static Figure millis(String name) {
    return new Figure(name, "ms", true);
  }

  public static Figure records(String name) {
    return new Figure(name, "records", true);
  }
}
