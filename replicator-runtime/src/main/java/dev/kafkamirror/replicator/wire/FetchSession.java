package dev.kafkamirror.replicator.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * What one broker is to send on and on, and what of that it has been told (KIP-227). Unlike
 * kafka-clients' FetchSessionHandler it is told changes only, so that a fetch costs as much as
 * there is news, however many partitions the session has. One request at a time.
 */
final class FetchSession {
  /** Fetch versions from this on name topics by id only (KIP-516). */
  private static final short FIRST_WITH_TOPIC_IDS = 13;

  /** In the order of a full request; those that had data last come last. */
  private final LinkedHashMap<TopicPartition, PartitionData> wanted = new LinkedHashMap<>();

  private final Map<TopicPartition, PartitionData> told = new HashMap<>();
  private final Set<TopicPartition> changed = new LinkedHashSet<>();
  private final Map<Uuid, String> names = new HashMap<>();
  private final FetchMetadata first;
  private FetchMetadata next;
  private int withoutTopicId;

  /**
   * @param kept by the broker; else it is told everything each time, which is for a few requests
   *     cheaper
   */
  FetchSession(boolean kept) {
    first = kept ? FetchMetadata.INITIAL : FetchMetadata.LEGACY;
    next = first;
  }

  /** Wants the partition from now on in this way. */
  void want(TopicPartition partition, PartitionData data) {
    PartitionData before = wanted.get(partition);
    if (!data.equals(before)) {
      count(before, -1);
      count(data, 1);
      wanted.putLast(partition, data);
      changed.add(partition);
    }
  }

  /** No longer wants the partition. */
  void forget(TopicPartition partition) {
    PartitionData before = wanted.remove(partition);
    if (before != null) {
      count(before, -1);
      changed.add(partition);
    }
  }

  private void count(PartitionData data, int change) {
    if (data != null && data.topicId.equals(Uuid.ZERO_UUID)) {
      withoutTopicId += change;
    }
  }

  /** The next request: everything at first, and then what has changed since the last one. */
  FetchRequest.Builder request(int maxWaitMs) {
    Map<TopicPartition, PartitionData> toSend = new LinkedHashMap<>();
    List<TopicIdPartition> toForget = new ArrayList<>();
    List<TopicIdPartition> toReplace = new ArrayList<>();
    if (next.isFull()) {
      told.clear();
      names.clear();
      toSend.putAll(wanted);
    } else {
      for (TopicPartition partition : changed) {
        PartitionData now = wanted.get(partition);
        PartitionData before = told.get(partition);
        if (now == null) {
          if (before != null) {
            toForget.add(new TopicIdPartition(before.topicId, partition));
            told.remove(partition);
          }
        } else if (!now.equals(before)) {
          toSend.put(partition, now);
          if (before != null && isOtherTopic(before, now)) {
            toReplace.add(new TopicIdPartition(before.topicId, partition));
          }
        }
      }
    }
    changed.clear();
    told.putAll(toSend);
    toSend.forEach((partition, data) -> names.put(data.topicId, partition.topic()));
    short version =
        withoutTopicId == 0 ? ApiKeys.FETCH.latestVersion() : (short) (FIRST_WITH_TOPIC_IDS - 1);
    return FetchRequest.Builder.forConsumer(version, maxWaitMs, 1, toSend)
        .metadata(next)
        .removed(toForget)
        .replaced(toReplace);
  }

  private static boolean isOtherTopic(PartitionData before, PartitionData now) {
    return !before.topicId.equals(now.topicId)
        && !before.topicId.equals(Uuid.ZERO_UUID)
        && !now.topicId.equals(Uuid.ZERO_UUID);
  }

  /**
   * Starts a new one with the next request: there was no answer, so that the broker may have
   * another idea of this one, or the broker is to say something about every partition.
   */
  void renew() {
    next =
        next.sessionId() == FetchMetadata.INVALID_SESSION_ID
            ? first
            : next.nextCloseExistingAttemptNew();
  }

  /**
   * Takes the answer.
   *
   * @return what the broker said about partitions that are wanted just as they were in the request;
   *     nothing if the session has to start anew
   */
  Map<TopicPartition, FetchResponseData.PartitionData> answer(
      FetchResponse response, short version) {
    if (response.error() != Errors.NONE) {
      if (response.error() == Errors.FETCH_SESSION_ID_NOT_FOUND) {
        next = first;
      } else {
        renew();
      }
      return Map.of();
    }
    Map<TopicPartition, FetchResponseData.PartitionData> answered =
        response.responseData(names, version);
    if (next.isFull() && !answered.keySet().containsAll(told.keySet())) {
      // Throttled (KIP-219), or a broker that does not know the topics yet.
      next = first;
      return Map.of();
    }
    if (response.sessionId() == FetchMetadata.INVALID_SESSION_ID) {
      next = first;
    } else {
      next =
          next.isFull()
              ? FetchMetadata.newIncremental(response.sessionId())
              : next.nextIncremental();
    }
    answered.keySet().removeIf(partition -> isOutdated(partition));
    return answered;
  }

  private boolean isOutdated(TopicPartition partition) {
    PartitionData now = wanted.get(partition);
    return now == null || !now.equals(told.get(partition));
  }
}
