package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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

  private final KafkaCluster source;
  private final KafkaCluster target;
  private final Admin sourceAdmin;
  private final Admin targetAdmin;
  private final ListenerKind listener;

  private Clusters(KafkaCluster source, KafkaCluster target, ListenerKind listener) {
    this.source = source;
    this.target = target;
    this.listener = listener;
    this.sourceAdmin = source.admin();
    this.targetAdmin = target.admin();
  }

  /**
   * Starts both.
   *
   * @param listener over which systems reach them
   * @param targetProperties of the target's broker
   */
  public static Clusters start(ListenerKind listener, Map<String, String> targetProperties) {
    KafkaCluster source = builder("source", listener).start();
    try {
      KafkaClusterBuilder target = builder("target", listener);
      targetProperties.forEach(target::property);
      return new Clusters(source, target.start(), listener);
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
        .property("log.segment.delete.delay.ms", "1000");
  }

  public Endpoint source() {
    return endpoint(source);
  }

  public Endpoint target() {
    return endpoint(target);
  }

  private Endpoint endpoint(KafkaCluster cluster) {
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

  /** Creates a topic and returns when every partition has a leader that knows it is one. */
  public static void create(Admin admin, String topic, int partitions, Map<String, String> config) {
    await(
        admin
            .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
            .all());
    await(
        admin
            .listOffsets(
                IntStream.range(0, partitions)
                    .mapToObj(p -> new TopicPartition(topic, p))
                    .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
            .all());
  }

  /** Deletes topics; those that are not there are fine. */
  public static void delete(Admin admin, Collection<String> topics) {
    try {
      await(admin.deleteTopics(topics).all());
    } catch (UnknownTopicOrPartitionException gone) {
      return;
    }
  }

  /** Deletes the topics whose names begin so. */
  public static void deleteByPrefix(Admin admin, String prefix) {
    delete(
        admin,
        await(admin.listTopics().names()).stream().filter(t -> t.startsWith(prefix)).toList());
  }

  /** Waits; throws what the cluster refused. */
  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    sourceAdmin.close();
    targetAdmin.close();
    source.close();
    target.close();
  }
}
