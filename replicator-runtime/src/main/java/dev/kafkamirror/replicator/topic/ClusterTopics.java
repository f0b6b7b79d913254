package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of one cluster for a look from outside: what there is, from where to where it goes,
 * and the settings that say what a log may have removed. Every method throws {@link
 * ClusterException} when the cluster cannot be asked.
 */
public final class ClusterTopics implements AutoCloseable {
  private static final int API_TIMEOUT_MS = 10_000;

  private interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  private final ClientSettings settings;
  private final Admin admin;

  public ClusterTopics(ClientSettings settings) {
    this.settings = settings;
    this.admin = Clients.admin(settings, "look-admin", API_TIMEOUT_MS);
  }

  /** Those whose name is selected. */
  public TopicDescriptions.Result topics(Predicate<String> selected) throws InterruptedException {
    return ask(() -> TopicDescriptions.read(admin, selected));
  }

  /** Those of a source that are mirrored. */
  public TopicDescriptions.Result topics(TopicSelection selection) throws InterruptedException {
    return ask(() -> TopicDescriptions.selected(admin, selection));
  }

  /** Offsets of the first records that the logs still have. */
  public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions)
      throws InterruptedException {
    return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Offsets after the last records, or after the last that are stable. */
  public Map<TopicPartition, Long> ends(
      Collection<TopicPartition> partitions, IsolationLevel isolation) throws InterruptedException {
    return offsets(partitions, OffsetSpec.latest(), isolation);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    partitions.forEach(p -> question.put(p, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    ask(() -> admin.listOffsets(question, new ListOffsetsOptions(isolation)).all().get())
        .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
    return offsets;
  }

  /** What of a topic's settings a comparison must know. */
  public record Settings(boolean compacted, boolean logAppendTime) {}

  /** The settings of topics, by name. */
  public Map<String, Settings> settings(Collection<String> topics) throws InterruptedException {
    Map<String, Settings> settingsByTopic = new HashMap<>();
    ask(() ->
            admin
                .describeConfigs(
                    topics.stream()
                        .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t))
                        .toList())
                .all()
                .get())
        .forEach((topic, config) -> settingsByTopic.put(topic.name(), settings(config)));
    return settingsByTopic;
  }

  private static Settings settings(Config config) {
    return new Settings(
        config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains("compact"),
        config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals("LogAppendTime"));
  }

  private <T> T ask(Question<T> question) throws InterruptedException {
    try {
      return question.ask();
    } catch (ExecutionException e) {
      throw new ClusterException(
          ClusterErrors.health(settings, null, e).message(), ClusterErrors.cause(e));
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
