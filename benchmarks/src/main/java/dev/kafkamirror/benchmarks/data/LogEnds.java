package dev.kafkamirror.benchmarks.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where the logs of a cluster end: how many records were written to each, from the first on. */
public final class LogEnds {
  private final Admin admin;

  public LogEnds(Admin admin) {
    this.admin = admin;
  }

  /** By partition; all 0 while the topic is not there. */
  public Map<TopicPartition, Long> of(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try {
      Map<TopicPartition, ListOffsetsResultInfo> found =
          admin
              .listOffsets(all.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
              .all()
              .get();
      Map<TopicPartition, Long> ends = new HashMap<>();
      found.forEach((partition, info) -> ends.put(partition, info.offset()));
      return ends;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof LeaderNotAvailableException) {
        return all.stream().collect(Collectors.toMap(p -> p, p -> 0L));
      }
      throw new IllegalStateException("cannot ask where " + topic + " ends", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Records of all partitions together. */
  public long sum(String topic, int partitions) {
    return of(topic, partitions).values().stream().mapToLong(Long::longValue).sum();
  }
}
