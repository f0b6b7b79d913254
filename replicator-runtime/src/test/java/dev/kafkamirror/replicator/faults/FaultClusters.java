package dev.kafkamirror.replicator.faults;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import dev.kafkamirror.local.network.Toxiproxy;
import dev.kafkamirror.replicator.testkit.ClusterPair;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two clusters of two brokers, which clients may also reach through a network that breaks: started
 * once for all tests of faults, and whole again after each.
 */
public record FaultClusters(Toxiproxy network, KafkaCluster east, KafkaCluster west)
    implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final short REPLICAS = 2;

  /** Gives a test method its clusters, and makes them whole after it. */
  static final class Extension implements ParameterResolver, AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
      clusters(context).heal();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == FaultClusters.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return clusters(context);
    }

    private static FaultClusters clusters(ExtensionContext context) {
      // A class that runs in a fork is a run of its own; the session is the JVM's.
      return context
          .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(FaultClusters.class, _ -> start(), FaultClusters.class);
    }
  }

  private static FaultClusters start() {
    Toxiproxy network = Toxiproxy.start();
    ClusterPair clusters = ClusterPair.start(cluster("east", network), cluster("west", network));
    return new FaultClusters(network, clusters.east(), clusters.west());
  }

  private static KafkaClusterBuilder cluster(String name, Toxiproxy network) {
    return KafkaCluster.builder(name)
        .brokers(REPLICAS)
        .proxied(network)
        .property("broker.session.timeout.ms", "3000")
        .property("log.cleaner.backoff.ms", "100")
        .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
  }

  private void heal() {
    for (KafkaCluster cluster : List.of(east, west)) {
      for (int broker : cluster.brokerIds()) {
        cluster.link(broker).mend();
        if (!cluster.isRunning(broker)) {
          cluster.startBroker(broker);
        }
      }
    }
  }

  @Override
  public void close() {
    west.close();
    east.close();
    network.close();
  }

  /** A topic of the source with a replica on each broker. */
  TestTopic create(String name, int partitions, Map<String, String> config) {
    return TestTopic.create(east, new NewTopic(name, partitions, REPLICAS), config);
  }

  /** Where its records go to. */
  TestTopic remote(TestTopic source) {
    return TestTopic.of(west, "east." + source.name());
  }

  /** Kills one broker after the other, each with more load meanwhile, and starts it again. */
  static void killEach(KafkaCluster cluster, TestTopic topic, Runnable meanwhile) {
    for (int broker : cluster.brokerIds()) {
      awaitInSync(cluster, topic);
      cluster.killBroker(broker);
      try {
        meanwhile.run();
      } finally {
        cluster.startBroker(broker);
      }
    }
    awaitInSync(cluster, topic);
  }

  /** Waits until each replica has everything, so that a broker can be killed without loss. */
  static void awaitInSync(KafkaCluster cluster, TestTopic topic) {
    await()
        .atMost(PATIENCE)
        .until(() -> partitions(cluster, topic).stream().allMatch(p -> p.isr().size() == REPLICAS));
  }

  /** Makes the broker the first replica of each partition and thereby the leader. */
  static void lead(KafkaCluster cluster, int broker, TestTopic topic) {
    Set<TopicPartition> all =
        partitions(cluster, topic).stream()
            .map(p -> topic.partition(p.partition()))
            .collect(java.util.stream.Collectors.toSet());
    try (Admin admin = cluster.admin()) {
      var order = new NewPartitionReassignment(List.of(broker, 1 - broker));
      for (TopicPartition one : all) {
        admin.alterPartitionReassignments(Map.of(one, Optional.of(order))).all().get();
      }
      await()
          .atMost(PATIENCE)
          .until(() -> admin.listPartitionReassignments().reassignments().get().isEmpty());
      admin.electLeaders(ElectionType.PREFERRED, all).partitions().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> partitions(cluster, topic).stream().allMatch(p -> p.leader().id() == broker));
  }

  static List<TopicPartitionInfo> partitions(KafkaCluster cluster, TestTopic topic) {
    try (Admin admin = cluster.admin()) {
      TopicDescription description =
          admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
      return description.partitions();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
