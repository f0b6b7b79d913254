package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates remote topics and adds partitions to them; each topic fails or succeeds by itself. */
final class RemoteTopics {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteTopics.class);

  /**
   * Topics, partitions and settings of one request. KRaft controllers refuse the whole of it from
   * 10,000 on (QuorumController.MAX_RECORDS_PER_USER_OP).
   */
  private static final int RECORDS_AT_ONCE = 8_000;

  private final Admin source;
  private final Admin target;

  RemoteTopics(Admin source, Admin target) {
    this.source = source;
    this.target = target;
  }

  /**
   * @param replicationFactor -1 for the target brokers' default
   * @return the topics that could not be created
   */
  List<TopicFailure> create(List<TopicPlan.Wanted> wanted, int replicationFactor)
      throws InterruptedException {
    List<TopicFailure> failures = new ArrayList<>();
    for (List<TopicPlan.Wanted> chunk : TopicDescriptions.chunks(wanted)) {
      createChunk(chunk, replicationFactor, failures);
    }
    return failures;
  }

  private void createChunk(
      List<TopicPlan.Wanted> chunk, int replicationFactor, List<TopicFailure> failures)
      throws InterruptedException {
    Map<ConfigResource, KafkaFuture<Config>> configs =
        source.describeConfigs(chunk.stream().map(w -> resource(w.source())).toList()).values();
    Map<String, TopicPlan.Wanted> byRemote = new HashMap<>();
    List<NewTopic> topics = new ArrayList<>();
    Optional<Short> factor =
        replicationFactor < 0 ? Optional.empty() : Optional.of((short) replicationFactor);
    for (TopicPlan.Wanted topic : chunk) {
      try {
        Config config = configs.get(resource(topic.source())).get();
        byRemote.put(topic.remote(), topic);
        topics.add(
            new NewTopic(topic.remote(), Optional.of(topic.partitions()), factor)
                .configs(remoteConfig(topic, config)));
      } catch (ExecutionException e) {
        failures.add(failure(topic, "cannot read the configuration of its source topic", e));
      }
    }
    for (List<NewTopic> request :
        TopicDescriptions.chunks(topics, RemoteTopics::records, RECORDS_AT_ONCE)) {
      create(request, byRemote, failures);
    }
  }

  private static int records(NewTopic topic) {
    return 1 + topic.numPartitions() + topic.configs().size();
  }

  private void create(
      List<NewTopic> topics, Map<String, TopicPlan.Wanted> byRemote, List<TopicFailure> failures)
      throws InterruptedException {
    for (var answer : target.createTopics(topics).values().entrySet()) {
      TopicPlan.Wanted topic = byRemote.get(answer.getKey());
      try {
        answer.getValue().get();
        LOG.atInfo()
            .addKeyValue("topic", topic.remote())
            .addKeyValue("partitions", topic.partitions())
            .log("remote topic created");
      } catch (ExecutionException e) {
        if (!(ClusterErrors.cause(e) instanceof TopicExistsException)) {
          failures.add(failure(topic, "cannot be created", e));
        }
      }
    }
  }

  private static Map<String, String> remoteConfig(TopicPlan.Wanted topic, Config source) {
    Map<String, String> config = RemoteTopicConfig.of(source.entries());
    if (RemoteTopicConfig.recompresses(config)) {
      LOG.atWarn()
          .addKeyValue("topic", topic.remote())
          .addKeyValue("compression.type", config.get("compression.type"))
          .log(
              "The target's brokers compress every batch of another codec anew; compression.type"
                  + " producer at the source topic spares them that");
    }
    return config;
  }

  /** Adds what is missing; returns the topics that could not be changed. */
  List<TopicFailure> grow(List<TopicPlan.Wanted> wanted) throws InterruptedException {
    List<TopicFailure> failures = new ArrayList<>();
    for (List<TopicPlan.Wanted> request :
        TopicDescriptions.chunks(wanted, w -> w.partitions() - w.existing(), RECORDS_AT_ONCE)) {
      grow(request, failures);
    }
    return failures;
  }

  private void grow(List<TopicPlan.Wanted> wanted, List<TopicFailure> failures)
      throws InterruptedException {
    Map<String, NewPartitions> increases = new HashMap<>();
    wanted.forEach(w -> increases.put(w.remote(), NewPartitions.increaseTo(w.partitions())));
    Map<String, KafkaFuture<Void>> answers = target.createPartitions(increases).values();
    for (TopicPlan.Wanted topic : wanted) {
      try {
        answers.get(topic.remote()).get();
        LOG.atInfo()
            .addKeyValue("topic", topic.remote())
            .addKeyValue("partitions", topic.partitions())
            .log("partitions added to remote topic");
      } catch (ExecutionException e) {
        failures.add(failure(topic, "cannot be given more partitions", e));
      }
    }
  }

  private static TopicFailure failure(TopicPlan.Wanted topic, String what, ExecutionException e) {
    return new TopicFailure(
        topic.source(),
        ClusterErrors.reason(e),
        "Remote topic " + topic.remote() + " " + what + ": " + ClusterErrors.message(e));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
