package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.plugin.Plugins;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the properties of remote topics as their source topics have them: once a period it compares
 * all topics, some in each round so that discovery never waits long, and changes only what differs.
 * What goes wrong is one topic's trouble, told until the topic is compared again; its records are
 * copied all the same.
 */
public final class ConfigSync {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigSync.class);
  private static final int TOPICS_A_ROUND = 500;

  private record Change(MirroredTopic topic, List<AlterConfigOp> ops) {
    ConfigResource remote() {
      return resource(topic.remote());
    }
  }

  private final Admin source;
  private final Admin target;
  private final LongSupplier nanoTime;
  private final Deque<MirroredTopic> left = new ArrayDeque<>();
  private final Map<String, TopicFailure> failures = new TreeMap<>();
  private ConfigSyncSpec spec;
  private long begun;

  /**
   * @param nanoTime monotonic clock
   */
  public ConfigSync(Admin source, Admin target, LongSupplier nanoTime) {
    this.source = source;
    this.target = target;
    this.nanoTime = nanoTime;
  }

  /**
   * Compares the next topics, if it is time to. Another spec begins with all of them.
   *
   * @param now with all defaults filled in
   * @return topics whose remote topic is not as it should be
   */
  public List<TopicFailure> round(
      ConfigSyncSpec now, Plugins plugins, Collection<MirroredTopic> topics)
      throws InterruptedException {
    if (!now.equals(spec) || isDue()) {
      spec = now;
      begun = nanoTime.getAsLong();
      left.clear();
      left.addAll(now.mode() == Mode.Sync ? topics : List.of());
      failures.keySet().retainAll(left.stream().map(MirroredTopic::source).toList());
    }
    List<MirroredTopic> part = new ArrayList<>();
    while (!left.isEmpty() && part.size() < TOPICS_A_ROUND) {
      part.add(left.remove());
    }
    if (!part.isEmpty()) {
      sync(part, new RemoteTopicConfig(spec, plugins));
    }
    return List.copyOf(failures.values());
  }

  private boolean isDue() {
    long period = Duration.ofSeconds(spec.periodSeconds()).toNanos();
    return left.isEmpty() && nanoTime.getAsLong() - begun >= period;
  }

  private void sync(List<MirroredTopic> topics, RemoteTopicConfig rules)
      throws InterruptedException {
    var wanted = describe(source, topics, MirroredTopic::source);
    var present = describe(target, topics, MirroredTopic::remote);
    List<Change> changes = new ArrayList<>();
    for (MirroredTopic topic : topics) {
      failures.remove(topic.source());
      Config there = read(present, topic, topic.remote(), "target");
      Config here = read(wanted, topic, topic.source(), "source");
      if (here != null && there != null) {
        List<AlterConfigOp> ops = rules.changes(here.entries(), there.entries());
        if (!ops.isEmpty()) {
          changes.add(new Change(topic, ops));
        }
      }
    }
    for (List<Change> request :
        TopicDescriptions.chunks(
            changes, change -> change.ops().size(), RemoteTopics.RECORDS_AT_ONCE)) {
      alter(request);
    }
  }

  private static Map<ConfigResource, KafkaFuture<Config>> describe(
      Admin cluster, List<MirroredTopic> topics, Function<MirroredTopic, String> name) {
    return cluster
        .describeConfigs(topics.stream().map(name).map(ConfigSync::resource).toList())
        .values();
  }

  private Config read(
      Map<ConfigResource, KafkaFuture<Config>> configs,
      MirroredTopic topic,
      String name,
      String side)
      throws InterruptedException {
    try {
      return configs.get(resource(name)).get();
    } catch (ExecutionException e) {
      fail(topic, "cannot be compared", Right.onTopic("DescribeConfigs", name, side), e);
      return null;
    }
  }

  private void alter(List<Change> changes) throws InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> request = new HashMap<>();
    changes.forEach(change -> request.put(change.remote(), change.ops()));
    var answers = target.incrementalAlterConfigs(request).values();
    for (Change change : changes) {
      try {
        answers.get(change.remote()).get();
        changed(change.topic(), change.ops());
      } catch (ExecutionException e) {
        if (isRefusal(e)) {
          alterOneByOne(change);
        } else {
          notChanged(change.topic(), e);
        }
      }
    }
  }

  /** The target takes all properties of a topic or none, and does not say which one it minds. */
  private void alterOneByOne(Change change) throws InterruptedException {
    List<AlterConfigOp> taken = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (AlterConfigOp op : change.ops()) {
      try {
        target.incrementalAlterConfigs(Map.of(change.remote(), List.of(op))).all().get();
        taken.add(op);
      } catch (ExecutionException e) {
        if (!isRefusal(e)) {
          notChanged(change.topic(), e);
          return;
        }
        refused.add(op.configEntry().name() + " (" + ClusterErrors.message(e) + ")");
      }
    }
    if (!taken.isEmpty()) {
      changed(change.topic(), taken);
    }
    if (!refused.isEmpty()) {
      failures.put(
          change.topic().source(),
          new TopicFailure(
              change.topic().source(),
              "ConfigRefused",
              "The target refuses to set of remote topic "
                  + change.topic().remote()
                  + ": "
                  + String.join("; ", refused)
                  + ". Correct it at the source topic, or name it in topics.configSync.exclude"));
    }
  }

  private static boolean isRefusal(ExecutionException error) {
    return RemoteTopicConfig.isInvalid(error)
        || ClusterErrors.cause(error) instanceof InvalidRequestException
        || ClusterErrors.cause(error) instanceof PolicyViolationException;
  }

  private void notChanged(MirroredTopic topic, ExecutionException error) {
    fail(
        topic, "cannot be changed", Right.onTopic("AlterConfigs", topic.remote(), "target"), error);
  }

  private void fail(MirroredTopic topic, String what, Right right, ExecutionException error) {
    if (ClusterErrors.cause(error) instanceof UnknownTopicOrPartitionException) {
      return; // Deleted since discovery saw it; the next discovery does what that asks for.
    }
    failures.put(
        topic.source(),
        new TopicFailure(
            topic.source(),
            ClusterErrors.reason(error),
            "The properties of remote topic "
                + topic.remote()
                + " "
                + what
                + ": "
                + ClusterErrors.message(right.named(error))));
  }

  private static void changed(MirroredTopic topic, List<AlterConfigOp> ops) {
    LOG.atInfo()
        .addKeyValue("topic", topic.remote())
        .addKeyValue(
            "properties",
            ops.stream().map(op -> op.configEntry().name()).collect(Collectors.joining(",")))
        .log("properties of remote topic set as the source topic has them");
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
