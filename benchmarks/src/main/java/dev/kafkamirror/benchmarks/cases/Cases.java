package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.data.DataShape;
import dev.kafkamirror.benchmarks.data.DataShape.Batching;
import dev.kafkamirror.benchmarks.data.Filling;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.List;
import java.util.Set;

/** All cases, in the order in which they run. */
public final class Cases {
  private static final DataShape USUAL = new DataShape("zstd", 1024, Batching.FULL);
  private static final Set<String> BRIEF = Set.of("z1k", "l1k", "latency-1k", "latency-10k");

  private Cases() {}

  public static List<Case> all() {
    return List.of(
        limited("z1k", "1 KiB records, zstd", USUAL),
        limited("l1k", "1 KiB records, lz4", new DataShape("lz4", 1024, Batching.FULL)),
        plain("g1k", "1 KiB records, gzip", new DataShape("gzip", 1024, Batching.FULL), 9_000),
        plain("n1k", "1 KiB records, none", new DataShape("none", 1024, Batching.FULL), 8_000),
        plain("l100", "100 B records, lz4", new DataShape("lz4", 100, Batching.FULL), 8_000),
        plain(
            "tiny-none",
            "batches of 1 to 3 records, none",
            new DataShape("none", 1024, Batching.TINY),
            6_000),
        plain(
            "tiny-zstd",
            "batches of 1 to 3 records, zstd",
            new DataShape("zstd", 1024, Batching.TINY),
            4_000),
        new Copying(
            "tls",
            "1 KiB records, zstd, TLS on both sides",
            USUAL,
            Filling.PLAIN,
            14_000,
            ListenerKind.TLS,
            false),
        new Copying(
            "transactional",
            "1 KiB records, zstd, a tenth of the transactions aborted",
            USUAL,
            Filling.TRANSACTIONAL,
            8_000,
            ListenerKind.PLAINTEXT,
            false),
        new Copying(
            "compacted",
            "1 KiB records, zstd, half of them compacted away",
            USUAL,
            Filling.COMPACTED,
            8_000,
            ListenerKind.PLAINTEXT,
            false),
        new Latency("latency-1k", "1,000 records a second", 1_000),
        new Latency("latency-10k", "10,000 records a second", 10_000),
        new NewTopic("new-topic", "a topic is created while others are mirrored"),
        new RollingRestart("rolling-restart", "two processes are replaced one by one"),
        new TakeOver("take-over", "one of three processes is killed"),
        new Failover(
            "failover", "groups move to the target", List.of(1, 10, 25, 50, 75, 90, 99, 100)),
        new Tasks("tasks", "more and more tasks", List.of(1, 2, 4, 8, 16, 24, 32)),
        new ManyPartitions("partitions-10k", "10,000 partitions in one process", 10),
        new FarAway(
            "far-target", "one partition, 80 ms round trip to the target", Clusters.Side.TARGET),
        new FarAway(
            "far-source", "one partition, 80 ms round trip to the source", Clusters.Side.SOURCE));
  }

  /** What {@code --short} runs. */
  public static List<Case> brief() {
    return all().stream().filter(c -> BRIEF.contains(c.name())).toList();
  }

  private static Case limited(String name, String title, DataShape shape) {
    return new Copying(name, title, shape, Filling.PLAIN, 14_000, ListenerKind.PLAINTEXT, true);
  }

  private static Case plain(String name, String title, DataShape shape, long megabytes) {
    return new Copying(name, title, shape, Filling.PLAIN, megabytes, ListenerKind.PLAINTEXT, false);
  }
}
