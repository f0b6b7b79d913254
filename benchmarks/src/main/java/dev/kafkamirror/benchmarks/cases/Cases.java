package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.DataShape.Batching;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.List;

/** All cases, in the order in which they run. */
public final class Cases {
  private Cases() {}

  public static List<Case> all() {
    return List.of(
        copying("z1k", "1 KiB records, zstd", "zstd", 1024, Batching.FULL, 14_000),
        copying("l1k", "1 KiB records, lz4", "lz4", 1024, Batching.FULL, 14_000),
        copying("g1k", "1 KiB records, gzip", "gzip", 1024, Batching.FULL, 9_000),
        copying("n1k", "1 KiB records, uncompressed", "none", 1024, Batching.FULL, 8_000),
        copying("l100", "100-byte records, lz4", "lz4", 100, Batching.FULL, 8_000),
        copying("tiny-none", "batches of 1-3 records", "none", 1024, Batching.TINY, 6_000),
        copying("tiny-zstd", "batches of 1-3 records, zstd", "zstd", 1024, Batching.TINY, 4_000));
  }

  /** What {@code --short} runs. */
  public static List<Case> brief() {
    return all().subList(0, 2);
  }

  private static Case copying(
      String name, String title, String codec, int bytes, Batching batching, long megabytes) {
    return new Copying(
        name, title, new DataShape(codec, bytes, batching), megabytes, ListenerKind.PLAINTEXT);
  }
}
