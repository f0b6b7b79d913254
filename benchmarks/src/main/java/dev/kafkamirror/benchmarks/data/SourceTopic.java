package dev.kafkamirror.benchmarks.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * A filled topic of the source.
 *
 * @param records that a mirror copies, by partition number: neither aborted nor compacted ones
 * @param gapless whether the n-th record of each partition has offset n, so that it has it on the
 *     target too
 */
public record SourceTopic(String name, List<Long> records, boolean gapless) {

  public SourceTopic {
    records = List.copyOf(records);
  }

  public int partitions() {
    return records.size();
  }

  /** Of all partitions together. */
  public long total() {
    return records.stream().mapToLong(Long::longValue).sum();
  }

  static List<TopicPartition> partitions(String topic, int number) {
    return IntStream.range(0, number).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  /** In the order of the partitions' numbers. */
  static List<Long> inOrder(Map<TopicPartition, Long> ofPartitions) {
    return ofPartitions.entrySet().stream()
        .sorted(java.util.Comparator.comparingInt(e -> e.getKey().partition()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
