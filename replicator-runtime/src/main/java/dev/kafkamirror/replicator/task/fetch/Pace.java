package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.Throttle;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The limits of a task's fetches: of all together, and of topics that have one of their own, which
 * is divided evenly among the topic's partitions wherever they are copied. For one thread.
 */
final class Pace {
  private final Throttle all = new Throttle();
  private final Map<String, Throttle> topics = new HashMap<>();

  /**
   * Sets the limits.
   *
   * @param partitions of the task
   * @param partitionsOf how many partitions a topic has at the source, as far as is known
   */
  void follow(
      CopyPolicy policy,
      Collection<TopicPartition> partitions,
      ToIntFunction<String> partitionsOf,
      long nowMs) {
    all.limit(policy.bytesPerSecond(), nowMs);
    if (!policy.limitsTopics()) {
      topics.clear();
      return;
    }
    Map<String, Long> own =
        partitions.stream()
            .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()));
    topics.keySet().retainAll(own.keySet());
    own.forEach(
        (topic, count) -> {
          Long limit = policy.topic(topic).bytesPerSecond();
          if (limit == null) {
            topics.remove(topic);
          } else {
            long total = Math.max(count, partitionsOf.applyAsInt(topic));
            topics
                .computeIfAbsent(topic, _ -> new Throttle())
                .limit(Math.max(1, limit * count / total), nowMs);
          }
        });
  }

  /** These bytes came. */
  void took(TopicPartition partition, long bytes, long nowMs) {
    all.take(bytes, nowMs);
    Throttle own = topics.get(partition.topic());
    if (own != null) {
      own.take(bytes, nowMs);
    }
  }

  /** How long nothing at all may be fetched, ms. */
  long waitMs(long nowMs) {
    return all.waitMs(nowMs);
  }

  /** How long nothing of a topic may be fetched because of its own limit, ms. */
  long waitMs(String topic, long nowMs) {
    Throttle own = topics.get(topic);
    return own == null ? 0 : own.waitMs(nowMs);
  }

  /** How many bytes a fetch should have at most. */
  long most() {
    return all.most();
  }

  /** How many bytes of a topic a fetch should have at most. */
  long most(String topic) {
    Throttle own = topics.get(topic);
    return own == null ? Long.MAX_VALUE : own.most();
  }
}
