package dev.kafkamirror.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * MirrorMaker 2 of the same Kafka version, in dedicated mode.
 *
 * @param tuned larger batches, fetches and polls, and the source's codec, as its guides advise;
 *     without, everything is as it comes
 * @param tasks {@code tasks.max}
 * @param more properties beside these
 */
public record MirrorMaker2(boolean tuned, int tasks, Map<String, String> more)
    implements SystemUnderTest {

  public static MirrorMaker2 tuned(int tasks) {
    return new MirrorMaker2(true, tasks, Map.of());
  }

  public static MirrorMaker2 byDefault(int tasks) {
    return new MirrorMaker2(false, tasks, Map.of());
  }

  /** One of several processes that share the work. */
  public static MirrorMaker2 cluster(int tasks) {
    return new MirrorMaker2(false, tasks, Map.of("dedicated.mode.enable.internal.rest", "true"));
  }

  @Override
  public String name() {
    return "MirrorMaker 2 %s, %d tasks".formatted(tuned ? "tuned" : "default", tasks);
  }

  @Override
  public Role role() {
    return Role.MIRROR_MAKER_2;
  }

  @Override
  public RunningSystem start(Flow flow) {
    String node = "mm2-" + UUID.randomUUID().toString().substring(0, 8);
    Path file =
        JavaProcess.write(
            flow.directory(), node + ".properties", PropertiesFile.text(properties(flow)));
    return JavaProcess.start(
        "MirrorMaker 2",
        "org.apache.kafka.connect.mirror.MirrorMaker",
        List.of("-Dlogback.configurationFile=benchmarks-logback.xml"),
        List.of(file.toString()),
        Map.of("KAFKA_LOG_LEVEL", "WARN"),
        flow.directory().resolve(node + ".log"));
  }

  Map<String, Object> properties(Flow flow) {
    String source = flow.alias();
    Map<String, Object> p = new HashMap<>();
    p.put("clusters", source + ",target");
    p.put(source + "->target.enabled", "true");
    p.put(source + "->target.topics", flow.topicPrefix().replace(".", "\\.") + ".*");
    // Without this a second worker would run for the way back.
    p.put("target->" + source + ".emit.heartbeats.enabled", "false");
    p.put("tasks.max", Integer.toString(tasks));
    p.put("replication.factor", "1");
    for (String internal : List.of("offset-syncs.topic", "checkpoints.topic", "heartbeats.topic")) {
      p.put(internal + ".replication.factor", "1");
    }
    for (String storage : List.of("config", "offset", "status")) {
      p.put(storage + ".storage.replication.factor", "1");
    }
    flow.source().clientConfig().forEach((key, value) -> p.put(source + "." + key, value));
    flow.target().clientConfig().forEach((key, value) -> p.put("target." + key, value));
    // As ours does: aborted records are not mirrored.
    p.put(source + ".consumer.isolation.level", "read_committed");
    if (tuned) {
      p.put("target.producer.compression.type", flow.shape().codec());
      p.put("target.producer.batch.size", "262144");
      p.put("target.producer.linger.ms", "20");
      p.put(source + ".consumer.max.poll.records", "5000");
      p.put(source + ".consumer.max.partition.fetch.bytes", "8388608");
      p.put(source + ".consumer.fetch.max.bytes", "67108864");
    }
    p.put("listeners", "http://127.0.0.1:" + freePort());
    p.putAll(more);
    return p;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
