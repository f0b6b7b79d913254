package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.ReplicationFactorFrom;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
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
  static final int RECORDS_AT_ONCE = 8_000;

  private final Admin source;
  private final Admin target;

  RemoteTopics(Admin source, Admin target) {
    this.source = source;
    this.target = target;
  }

  /**
   * @return the topics that could not be created
   */
  List<TopicFailure> create(List<TopicPlan.Wanted> wanted, FlowSettings flow)
      throws InterruptedException {
    List<TopicFailure> failures = new ArrayList<>();
    for (List<TopicPlan.Wanted> chunk : TopicDescriptions.chunks(wanted)) {
      createChunk(chunk, flow, failures);
    }
    return failures;
  }

  private void createChunk(
      List<TopicPlan.Wanted> chunk, FlowSettings flow, List<TopicFailure> failures)
      throws InterruptedException {
    TopicsSpec spec = flow.spec().topics();
    RemoteTopicConfig rules = new RemoteTopicConfig(spec.configSync(), flow.plugins());
    boolean synced = spec.configSync().mode() != Mode.Disabled;
    Map<ConfigResource, KafkaFuture<Config>> configs =
        source
            .describeConfigs(
                chunk.stream().filter(_ -> synced).map(w -> resource(w.source())).toList())
            .values();
    Map<String, TopicPlan.Wanted> byRemote = new HashMap<>();
    List<NewTopic> topics = new ArrayList<>();
    for (TopicPlan.Wanted topic : chunk) {
      try {
        Collection<ConfigEntry> config =
            synced ? configs.get(resource(topic.source())).get().entries() : List.of();
        byRemote.put(topic.remote(), topic);
        topics.add(
            new NewTopic(
                    topic.remote(),
                    Optional.of(topic.partitions()),
                    replicationFactor(spec, topic.replicationFactor()))
                .configs(remoteConfig(topic, rules.ofNewTopic(config))));
      } catch (ExecutionException e) {
        failures.add(
            failure(
                topic,
                "is not created without the properties of its source topic",
                Right.onTopic("DescribeConfigs", topic.source(), "source"),
                e));
      }
    }
    for (List<NewTopic> request :
        TopicDescriptions.chunks(topics, RemoteTopics::records, RECORDS_AT_ONCE)) {
      create(request, byRemote, failures);
    }
  }

  /** That of a new remote topic; empty for the default of the target's brokers. */
  static Optional<Short> replicationFactor(TopicsSpec spec, int source) {
    if (spec.replicationFactor() > 0) {
      return Optional.of(spec.replicationFactor().shortValue());
    }
    return spec.replicationFactorFrom() == ReplicationFactorFrom.Source
        ? Optional.of((short) source)
        : Optional.empty();
  }

  private static int records(NewTopic topic) {
    return 1 + topic.numPartitions() + topic.configs().size();
  }

  private void create(
      List<NewTopic> topics, Map<String, TopicPlan.Wanted> byRemote, List<TopicFailure> failures)
      throws InterruptedException {
    var answers = target.createTopics(topics).values();
    for (NewTopic topic : topics) {
      TopicPlan.Wanted wanted = byRemote.get(topic.name());
      try {
        try {
          answers.get(topic.name()).get();
        } catch (ExecutionException e) {
          if (!RemoteTopicConfig.isInvalid(e)) {
            throw e;
          }
          target.createTopics(List.of(withoutRefused(topic))).all().get();
        }
        LOG.atInfo()
            .addKeyValue("topic", topic.name())
            .addKeyValue("partitions", wanted.partitions())
            .log("remote topic created");
      } catch (ExecutionException e) {
        if (!(ClusterErrors.cause(e) instanceof TopicExistsException)) {
          failures.add(
              failure(
                  wanted, "cannot be created", Right.onTopic("Create", topic.name(), "target"), e));
        }
      }
    }
  }

  /**
   * The same without the properties that the target refuses; {@link ConfigSync} names them as long
   * as it does.
   */
  private NewTopic withoutRefused(NewTopic topic) throws ExecutionException, InterruptedException {
    Map<String, String> accepted = new TreeMap<>();
    for (Map.Entry<String, String> property : topic.configs().entrySet()) {
      NewTopic alone =
          new NewTopic(topic.name(), Optional.of(1), Optional.empty())
              .configs(Map.of(property.getKey(), property.getValue()));
      try {
        target
            .createTopics(List.of(alone), new CreateTopicsOptions().validateOnly(true))
            .all()
            .get();
        accepted.put(property.getKey(), property.getValue());
      } catch (ExecutionException e) {
        if (!RemoteTopicConfig.isInvalid(e)) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("topic", topic.name())
            .addKeyValue("property", property.getKey())
            .addKeyValue("reason", ClusterErrors.message(e))
            .log("The target refuses a property; the remote topic is created without it");
      }
    }
    return new NewTopic(
            topic.name(),
            Optional.of(topic.numPartitions()),
            topic.replicationFactor() < 0
                ? Optional.empty()
                : Optional.of(topic.replicationFactor()))
        .configs(accepted);
  }

  private static Map<String, String> remoteConfig(
      TopicPlan.Wanted topic, Map<String, String> config) {
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
        failures.add(
            failure(
                topic,
                "cannot be given more partitions",
                Right.onTopic("Alter", topic.remote(), "target"),
                e));
      }
    }
  }

  private static TopicFailure failure(
      TopicPlan.Wanted topic, String what, Right right, ExecutionException e) {
    return new TopicFailure(
        topic.source(),
        ClusterErrors.reason(e),
        "Remote topic "
            + topic.remote()
            + " "
            + what
            + ": "
            + ClusterErrors.message(right.named(e)));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
