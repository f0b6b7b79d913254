package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits in the name of many groups. Kafka has no request for several groups, an admin client has
 * one request to a broker on its way at a time, and brokers of Kafka 4.0 and 4.1 keep each waiting
 * for 5 ms: so several clients commit side by side where there is much to commit.
 */
final class GroupCommits implements AutoCloseable {
  private static final int MOST_CLIENTS = 10;

  /** Given to one client before its answers are waited for. */
  private static final int GROUPS_AT_ONCE = 50;

  private final IntFunction<Admin> client;
  private final List<Admin> clients = new ArrayList<>();

  /**
   * @param client makes another one, by its number
   */
  GroupCommits(IntFunction<Admin> client) {
    this.client = client;
  }

  /**
   * Commits for groups that have no members.
   *
   * @return why it did not work, by group; nothing of those where it did
   */
  Map<String, Throwable> commit(Map<String, Map<TopicPartition, OffsetAndMetadata>> commits)
      throws InterruptedException {
    Map<String, Throwable> failures = new HashMap<>();
    Map<String, AlterConsumerGroupOffsetsResult> sent = new HashMap<>();
    int side = Math.clamp(commits.size() / GROUPS_AT_ONCE, 1, MOST_CLIENTS);
    for (var commit : commits.entrySet()) {
      Admin one = client(sent.size() % side);
      sent.put(commit.getKey(), one.alterConsumerGroupOffsets(commit.getKey(), commit.getValue()));
      if (sent.size() == side * GROUPS_AT_ONCE) {
        await(sent, failures);
      }
    }
    await(sent, failures);
    return failures;
  }

  private Admin client(int number) {
    if (number == clients.size()) {
      clients.add(client.apply(number));
    }
    return clients.get(number);
  }

  private static void await(
      Map<String, AlterConsumerGroupOffsetsResult> sent, Map<String, Throwable> failures)
      throws InterruptedException {
    for (var result : sent.entrySet()) {
      try {
        result.getValue().all().get();
      } catch (ExecutionException e) {
        failures.put(result.getKey(), ClusterErrors.cause(e));
      }
    }
    sent.clear();
  }

  @Override
  public void close() {
    clients.forEach(Admin::close);
  }
}
