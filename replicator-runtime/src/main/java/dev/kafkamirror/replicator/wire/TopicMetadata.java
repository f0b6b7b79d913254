package dev.kafkamirror.replicator.wire;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** Metadata of a changing set of topics; remembers why a cluster or a topic cannot be had. */
final class TopicMetadata extends Metadata {
  private static final long LEAST_BETWEEN_REBOOTSTRAPS_MS = 1_000;

  private final Time time;
  private long lastRebootstrapMs;
  private Set<String> topics = Set.of();
  private Map<String, ApiException> topicErrors = Map.of();
  private KafkaException fatal;
  private int failures;

  TopicMetadata(AbstractConfig config, LogContext logs, Time time) {
    super(
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG),
        config.getLong(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG),
        config.getLong(CommonClientConfigs.METADATA_MAX_AGE_CONFIG),
        logs,
        new ClusterResourceListeners());
    this.time = time;
  }

  /** Topics whose leaders are wanted from now on. */
  synchronized void watch(Collection<String> wanted) {
    Set<String> before = topics;
    topics = Set.copyOf(wanted);
    if (!before.containsAll(topics)) {
      requestUpdateForNewTopics();
    }
  }

  Optional<Leader> leader(TopicPartition partition) {
    LeaderAndEpoch leader = currentLeader(partition);
    Uuid id = topicIds().getOrDefault(partition.topic(), Uuid.ZERO_UUID);
    return leader.leader.map(node -> new Leader(node, leader.epoch.orElse(-1), id));
  }

  synchronized Optional<ApiException> topicError(String topic) {
    return Optional.ofNullable(topicErrors.get(topic));
  }

  /** Why the last attempt to reach the cluster failed. */
  synchronized Optional<KafkaException> fatal() {
    return Optional.ofNullable(fatal);
  }

  /** Failed attempts since the last answer. */
  synchronized int failures() {
    return failures;
  }

  @Override
  public synchronized void update(
      int requestVersion, MetadataResponse response, boolean isPartialUpdate, long nowMs) {
    super.update(requestVersion, response, isPartialUpdate, nowMs);
    failures = 0;
    fatal = null;
    Map<String, ApiException> errors = new HashMap<>();
    response.errors().forEach((topic, error) -> errors.put(topic, error.exception()));
    topicErrors = errors;
  }

  /** NetworkClient would do this in every poll while no broker can be reached. */
  @Override
  public synchronized void rebootstrap() {
    long now = time.milliseconds();
    if (now - lastRebootstrapMs >= LEAST_BETWEEN_REBOOTSTRAPS_MS) {
      lastRebootstrapMs = now;
      super.rebootstrap();
    }
  }

  @Override
  public synchronized void failedUpdate(long now) {
    super.failedUpdate(now);
    failures++;
  }

  @Override
  public synchronized void fatalError(KafkaException exception) {
    super.fatalError(exception);
    fatal = exception;
    failures++;
  }

  @Override
  protected synchronized MetadataRequest.Builder newMetadataRequestBuilder() {
    // Never let a broker create a topic because we asked for it.
    return MetadataRequest.Builder.forTopicNames(List.copyOf(topics), false);
  }

  @Override
  protected synchronized boolean retainTopic(String topic, boolean isInternal, long nowMs) {
    return topics.contains(topic);
  }
}
