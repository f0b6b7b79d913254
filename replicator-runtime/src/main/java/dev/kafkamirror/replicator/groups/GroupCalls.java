package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** What is asked of one cluster about many groups at once. Waits for its answers. */
final class GroupCalls {
  /** Groups in one request: the answer has all their partitions. */
  private static final int AT_ONCE = 500;

  private static final List<GroupState> WITHOUT_MEMBERS =
      List.of(GroupState.EMPTY, GroupState.DEAD);

  private final Admin admin;

  GroupCalls(Admin admin) {
    this.admin = admin;
  }

  /**
   * The groups of a cluster.
   *
   * @param states by group id, empty where an old broker does not tell
   * @param error why some brokers did not answer, whose groups are missing; null when all did
   */
  record Listing(Map<String, Optional<GroupState>> states, Throwable error) {

    boolean hasMembers(String group) {
      return states
          .getOrDefault(group, Optional.empty())
          .filter(state -> !WITHOUT_MEMBERS.contains(state))
          .isPresent();
    }

    boolean has(String group) {
      return states.containsKey(group);
    }
  }

  /**
   * What groups have committed.
   *
   * @param failures of those groups whose coordinator refused
   */
  record Committed(
      Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets,
      Map<String, Throwable> failures) {}

  /**
   * All groups of consumers, of either protocol, and those that only commit.
   *
   * @throws ExecutionException when no broker answers
   */
  Listing list() throws ExecutionException, InterruptedException {
    var result = admin.listGroups(ListGroupsOptions.forConsumerGroups());
    Collection<Throwable> errors = result.errors().get();
    Map<String, Optional<GroupState>> states = new HashMap<>();
    for (GroupListing group : result.valid().get()) {
      states.put(group.groupId(), group.groupState());
    }
    Throwable error = errors.isEmpty() ? null : errors.iterator().next();
    if (error != null && states.isEmpty()) {
      throw new ExecutionException(error);
    }
    return new Listing(states, error);
  }

  /** What these groups have committed; nothing of one that there is not. */
  Committed offsets(Collection<String> groups) throws InterruptedException {
    Committed committed = new Committed(new HashMap<>(), new HashMap<>());
    for (List<String> some : chunks(groups)) {
      Map<String, ListConsumerGroupOffsetsSpec> all = new HashMap<>();
      some.forEach(group -> all.put(group, new ListConsumerGroupOffsetsSpec()));
      var result = admin.listConsumerGroupOffsets(all);
      for (String group : some) {
        try {
          committed.offsets().put(group, result.partitionsToOffsetAndMetadata(group).get());
        } catch (ExecutionException e) {
          committed.failures().put(group, ClusterErrors.cause(e));
        }
      }
    }
    return committed;
  }

  private static List<List<String>> chunks(Collection<String> groups) {
    List<String> all = List.copyOf(groups);
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      chunks.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return chunks;
  }
}
