package dev.kafkamirror.records;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Compares a topic with its remote topic record by record, as consumers under read_committed see
 * them: key, value, headers, timestamp, partition and order. Both must be at rest.
 */
public final class RecordComparison implements AutoCloseable {
  private final Consumer<byte[], byte[]> source;
  private final Consumer<byte[], byte[]> target;

  public RecordComparison(Map<String, Object> sourceClient, Map<String, Object> targetClient) {
    this.source = consumer(sourceClient);
    this.target = consumer(targetClient);
  }

  /**
   * What a comparison found.
   *
   * @param records that were equal before the first difference, or all
   * @param difference the first difference in words, empty when there is none
   */
  public record Result(long records, Optional<String> difference) {}

  /** Compares every partition of a topic. */
  public Result compare(String topic, String remoteTopic) {
    List<PartitionInfo> here = source.partitionsFor(topic);
    List<PartitionInfo> there = target.partitionsFor(remoteTopic);
    if (there.size() < here.size()) {
      return different(
          0,
          "%s has %d partitions, %s has %d"
              .formatted(topic, here.size(), remoteTopic, there.size()));
    }
    long records = 0;
    for (int p = 0; p < here.size(); p++) {
      Result one =
          comparePartition(new TopicPartition(topic, p), new TopicPartition(remoteTopic, p));
      records += one.records();
      if (one.difference().isPresent()) {
        return new Result(records, one.difference());
      }
    }
    return new Result(records, Optional.empty());
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  private Result comparePartition(TopicPartition here, TopicPartition there) {
    Iterator<ConsumerRecord<byte[], byte[]>> expected = new PartitionReader(source, here);
    Iterator<ConsumerRecord<byte[], byte[]>> actual = new PartitionReader(target, there);
    long records = 0;
    while (expected.hasNext()) {
      ConsumerRecord<byte[], byte[]> want = expected.next();
      if (!actual.hasNext()) {
        return different(
            records, "%s ends where %s goes on at offset %d".formatted(there, here, want.offset()));
      }
      ConsumerRecord<byte[], byte[]> have = actual.next();
      String what = difference(want, have);
      if (what != null) {
        return different(
            records,
            "%s at offset %d and %s at offset %d differ in their %s"
                .formatted(here, want.offset(), there, have.offset(), what));
      }
      records++;
    }
    if (actual.hasNext()) {
      return different(
          records,
          "%s ends where %s goes on at offset %d".formatted(here, there, actual.next().offset()));
    }
    return new Result(records, Optional.empty());
  }

  private static String difference(
      ConsumerRecord<byte[], byte[]> want, ConsumerRecord<byte[], byte[]> have) {
    if (!Arrays.equals(want.key(), have.key())) {
      return "key";
    }
    if (!Arrays.equals(want.value(), have.value())) {
      return "value";
    }
    if (want.timestamp() != have.timestamp()) {
      return "timestamp";
    }
    Header[] wantHeaders = want.headers().toArray();
    Header[] haveHeaders = have.headers().toArray();
    return Arrays.equals(wantHeaders, haveHeaders) ? null : "headers";
  }

  private static Result different(long records, String difference) {
    return new Result(records, Optional.of(difference));
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("enable.auto.commit", "false");
    config.put("auto.offset.reset", "none");
    config.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
