package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads which topics a cluster has. */
public final class TopicDescriptions {
  /** Small enough for one answer, large enough that 10 000 topics take a few round trips. */
  static final int CHUNK = 1_000;

  /** Topics that were described, and those that were there but could not be. */
  public record Result(Map<String, KnownTopic> topics, List<TopicFailure> failures) {}

  private TopicDescriptions() {}

  /** Describes the topics whose name is accepted. */
  public static Result read(Admin admin, Predicate<String> accepted)
      throws ExecutionException, InterruptedException {
    return read(admin, names(admin), accepted);
  }

  /** Describes the topics of the source that are selected. */
  static Result selected(Admin admin, TopicSelection selection)
      throws ExecutionException, InterruptedException {
    Set<String> names = names(admin);
    return read(admin, names, selection.among(names));
  }

  private static Set<String> names(Admin admin) throws ExecutionException, InterruptedException {
    return admin.listTopics(new ListTopicsOptions().listInternal(false)).names().get();
  }

  private static Result read(Admin admin, Set<String> names, Predicate<String> accepted)
      throws ExecutionException, InterruptedException {
    Map<String, KnownTopic> topics = new HashMap<>();
    List<TopicFailure> failures = new ArrayList<>();
    for (List<String> chunk : chunks(names.stream().filter(accepted).sorted().toList())) {
      describe(admin, chunk, topics, failures);
    }
    return new Result(topics, failures);
  }

  /**
   * Those of the topics that the cluster has not. It says so only of topics that the user may see:
   * one that is merely missing from a list may have been hidden by a change of rights.
   */
  public static Set<String> missing(Admin admin, Collection<String> names)
      throws ExecutionException, InterruptedException {
    Set<String> missing = new HashSet<>();
    for (List<String> chunk : chunks(names.stream().sorted().toList())) {
      for (var answer : admin.describeTopics(chunk).topicNameValues().entrySet()) {
        try {
          answer.getValue().get();
        } catch (ExecutionException e) {
          switch (ClusterErrors.cause(e)) {
            case UnknownTopicOrPartitionException _ -> missing.add(answer.getKey());
            case AuthorizationException _ -> {
              // Nobody knows.
            }
            default -> throw e;
          }
        }
      }
    }
    return missing;
  }

  /**
   * Only what is about one topic counts as that topic's failure. Anything else fails the whole
   * reading: a topic must not seem to be gone because a broker is.
   */
  private static void describe(
      Admin admin,
      Collection<String> names,
      Map<String, KnownTopic> topics,
      List<TopicFailure> failures)
      throws ExecutionException, InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names).topicNameValues();
    for (var answer : answers.entrySet()) {
      try {
        TopicDescription topic = answer.getValue().get();
        topics.put(
            topic.name(),
            new KnownTopic(
                topic.name(),
                topic.topicId(),
                topic.partitions().size(),
                topic.partitions().getFirst().replicas().size()));
      } catch (ExecutionException e) {
        switch (ClusterErrors.cause(e)) {
          case UnknownTopicOrPartitionException _ -> {
            // Deleted since it was listed.
          }
          case AuthorizationException denied ->
              failures.add(
                  new TopicFailure(
                      answer.getKey(), "AuthorizationFailed", ClusterErrors.message(denied)));
          default -> throw e;
        }
      }
    }
  }

  static <T> List<List<T>> chunks(List<T> all) {
    return chunks(all, _ -> 1, CHUNK);
  }

  /** Neighbours together as long as they weigh no more than the most; one at least. */
  static <T> List<List<T>> chunks(List<T> all, ToIntFunction<T> weight, int most) {
    List<List<T>> chunks = new ArrayList<>();
    int from = 0;
    long weighs = 0;
    for (int i = 0; i < all.size(); i++) {
      weighs += weight.applyAsInt(all.get(i));
      if (weighs > most && i > from) {
        chunks.add(all.subList(from, i));
        from = i;
        weighs = weight.applyAsInt(all.get(i));
      }
    }
    if (from < all.size()) {
      chunks.add(all.subList(from, all.size()));
    }
    return chunks;
  }
}
