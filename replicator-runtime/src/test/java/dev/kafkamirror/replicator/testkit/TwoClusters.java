package dev.kafkamirror.replicator.testkit;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.KafkaClusterBuilder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * A source cluster "east" and a target cluster "west" for the tests of a class, which registers
 * this in a static field.
 */
public final class TwoClusters implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(TwoClusters.class);

  private final boolean shared;
  private final UnaryOperator<KafkaClusterBuilder> source;
  private final UnaryOperator<KafkaClusterBuilder> target;
  private ClusterPair clusters;

  private TwoClusters(
      boolean shared,
      UnaryOperator<KafkaClusterBuilder> source,
      UnaryOperator<KafkaClusterBuilder> target) {
    this.shared = shared;
    this.source = source;
    this.target = target;
  }

  /**
   * Clusters of one broker, started once for all classes of the JVM that share them. Names of
   * topics, prefixes of flows and transactional ids must differ between all of these classes, and
   * no test may stop a broker, change a broker's settings or count what a whole cluster has.
   */
  public static TwoClusters shared() {
    return new TwoClusters(true, TwoClusters::quickCleaner, TwoClusters::quickCleaner);
  }

  /** Clusters of one broker for this class alone. */
  public static TwoClusters ofItsOwn() {
    return ofItsOwn(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** Clusters for this class alone, unlike those of one plaintext broker. */
  public static TwoClusters ofItsOwn(
      UnaryOperator<KafkaClusterBuilder> source, UnaryOperator<KafkaClusterBuilder> target) {
    return new TwoClusters(false, source, target);
  }

  /** Tests of compaction need not wait for the cleaner. */
  private static KafkaClusterBuilder quickCleaner(KafkaClusterBuilder builder) {
    return builder.property("log.cleaner.backoff.ms", "100");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // A class that runs in a fork is a run of its own, the session is the JVM's. A store closes
    // what is in it, and finds what wider ones have under the same key.
    Store store =
        shared
            ? context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            : context.getStore(NAMESPACE);
    Object key = shared ? TwoClusters.class : this;
    clusters = store.computeIfAbsent(key, _ -> start(), ClusterPair.class);
  }

  private ClusterPair start() {
    return ClusterPair.start(
        source.apply(KafkaCluster.builder("east")), target.apply(KafkaCluster.builder("west")));
  }

  public KafkaCluster east() {
    return clusters.east();
  }

  public KafkaCluster west() {
    return clusters.west();
  }
}
