package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.network.Toxiproxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Two clusters of one broker each, with the JVM that a broker has in production. */
public final class Clusters implements AutoCloseable {
  private static final List<String> JVM =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-Xshare:auto",
          "--sun-misc-unsafe-memory-access=allow");

  /** One of the two. */
  public enum Side {
    SOURCE,
    TARGET
  }

  /** Old data goes while new comes, so that a small memory file system is enough. */
  private static final Map<String, String> BOUNDED =
      Map.of(
          "log.segment.bytes", "67108864",
          "log.retention.bytes", "134217728",
          "log.retention.check.interval.ms", "1000");

  private final KafkaCluster source;
  private final KafkaCluster target;
  private final Admin sourceAdmin;
  private final Admin targetAdmin;
  private final ListenerKind sourceListener;
  private final ListenerKind targetListener;

  private Clusters(
      KafkaCluster source,
      KafkaCluster target,
      ListenerKind sourceListener,
      ListenerKind targetListener) {
    this.source = source;
    this.target = target;
    this.sourceListener = sourceListener;
    this.targetListener = targetListener;
    this.sourceAdmin = source.admin();
    this.targetAdmin = target.admin();
  }

  /**
   * Starts both; old data of the target goes while new comes, so that a small memory file system is
   * enough for long measurements.
   *
   * @param listener over which systems reach them
   */
  public static Clusters bounded(ListenerKind listener) {
    return start(listener, BOUNDED);
  }

  /** As {@link #bounded}, with a long way between systems and one of the clusters. */
  public static Clusters apart(Toxiproxy network, Side side, Duration roundTrip) {
    Clusters clusters =
        start(
            side == Side.SOURCE
                ? builder("source", ListenerKind.PLAINTEXT).proxied(network)
                : builder("source", ListenerKind.PLAINTEXT),
            side == Side.TARGET
                ? builder("target", ListenerKind.PLAINTEXT).proxied(network)
                : builder("target", ListenerKind.PLAINTEXT),
            BOUNDED,
            side == Side.SOURCE ? ListenerKind.PROXIED : ListenerKind.PLAINTEXT,
            side == Side.TARGET ? ListenerKind.PROXIED : ListenerKind.PLAINTEXT);
    KafkaCluster far = side == Side.SOURCE ? clusters.source : clusters.target;
    far.brokerIds().forEach(broker -> far.link(broker).latency(roundTrip));
    return clusters;
  }

  /**
   * Starts both.
   *
   * @param listener over which systems reach them
   * @param targetProperties of the target's broker
   */
  public static Clusters start(ListenerKind listener, Map<String, String> targetProperties) {
    return start(
        builder("source", listener),
        builder("target", listener),
        targetProperties,
        listener,
        listener);
  }

  private static Clusters start(
      KafkaClusterBuilder sourceBuilder,
      KafkaClusterBuilder targetBuilder,
      Map<String, String> targetProperties,
      ListenerKind sourceListener,
      ListenerKind targetListener) {
    KafkaCluster source = sourceBuilder.start();
    try {
      targetProperties.forEach(targetBuilder::property);
      return new Clusters(source, targetBuilder.start(), sourceListener, targetListener);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static KafkaClusterBuilder builder(String name, ListenerKind listener) {
    return KafkaCluster.builder(name)
        .listener(listener)
        .jvmOptions(JVM)
        .property("num.network.threads", "3")
        .property("num.io.threads", "8")
        .property("log.segment.delete.delay.ms", "1000")
        .property("log.cleaner.dedupe.buffer.size", "134217728")
        .property("log.cleaner.backoff.ms", "1000");
  }

  public Endpoint source() {
    return endpoint(source, sourceListener);
  }

  public Endpoint target() {
    return endpoint(target, targetListener);
  }

  private static Endpoint endpoint(KafkaCluster cluster, ListenerKind listener) {
    return new Endpoint(
        cluster.bootstrapServers(listener), listener == ListenerKind.TLS ? cluster.caPem() : null);
  }

  public Admin sourceAdmin() {
    return sourceAdmin;
  }

  public Admin targetAdmin() {
    return targetAdmin;
  }

  /** Client properties of the source's plaintext listener. */
  public Map<String, Object> sourceClient() {
    return source.clientConfig();
  }

  /** Client properties of the target's plaintext listener. */
  public Map<String, Object> targetClient() {
    return target.clientConfig();
  }

  @Override
  public void close() {
    sourceAdmin.close();
    targetAdmin.close();
    source.close();
    target.close();
  }
}
