package dev.kafkamirror.records;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Whether the remote topic may hold a record again that it held before, as after a crash. */
  public enum Repeats {
    FORBIDDEN,
    ALLOWED
  }

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
   * @param repeated records that the remote topic holds once more
   * @param difference the first difference in words, empty when there is none
   */
  public record Result(long records, long repeated, Optional<String> difference) {}

  /** Compares every partition of a topic; nothing may be repeated. */
  public Result compare(String topic, String remoteTopic) {
    return compare(topic, remoteTopic, Repeats.FORBIDDEN);
  }

  /** Compares every partition of a topic. */
  public Result compare(String topic, String remoteTopic, Repeats repeats) {
    List<PartitionInfo> here = source.partitionsFor(topic);
    List<PartitionInfo> there = target.partitionsFor(remoteTopic);
    if (there.size() < here.size()) {
      return new Result(
          0,
          0,
          Optional.of(
              "%s has %d partitions, %s has %d"
                  .formatted(topic, here.size(), remoteTopic, there.size())));
    }
    long records = 0;
    long repeated = 0;
    for (int p = 0; p < here.size(); p++) {
      Result one =
          comparePartition(
              new TopicPartition(topic, p), new TopicPartition(remoteTopic, p), repeats);
      records += one.records();
      repeated += one.repeated();
      if (one.difference().isPresent()) {
        return new Result(records, repeated, one.difference());
      }
    }
    return new Result(records, repeated, Optional.empty());
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  private Result comparePartition(TopicPartition here, TopicPartition there, Repeats repeats) {
    Iterator<ConsumerRecord<byte[], byte[]>> expected = new PartitionReader(source, here);
    Iterator<ConsumerRecord<byte[], byte[]>> actual = new PartitionReader(target, there);
    Set<Integer> seen = new HashSet<>();
    long records = 0;
    long repeated = 0;
    String difference = null;
    while (difference == null && expected.hasNext()) {
      ConsumerRecord<byte[], byte[]> want = expected.next();
      boolean found = false;
      while (!found && difference == null) {
        if (!actual.hasNext()) {
          difference =
              "%s ends where %s goes on at offset %d".formatted(there, here, want.offset());
          break;
        }
        ConsumerRecord<byte[], byte[]> have = actual.next();
        String what = difference(want, have);
        if (what == null) {
          found = true;
        } else if (repeats == Repeats.ALLOWED && seen.contains(hash(have))) {
          repeated++;
        } else {
          difference =
              "%s at offset %d and %s at offset %d differ in their %s"
                  .formatted(here, want.offset(), there, have.offset(), what);
        }
      }
      if (found) {
        records++;
        if (repeats == Repeats.ALLOWED) {
          seen.add(hash(want));
        }
      }
    }
    while (difference == null && actual.hasNext()) {
      ConsumerRecord<byte[], byte[]> extra = actual.next();
      if (repeats == Repeats.ALLOWED && seen.contains(hash(extra))) {
        repeated++;
      } else {
        difference = "%s ends where %s goes on at offset %d".formatted(here, there, extra.offset());
      }
    }
    return new Result(records, repeated, Optional.ofNullable(difference));
  }

  private static int hash(ConsumerRecord<byte[], byte[]> r) {
    return Arrays.hashCode(r.key()) * 31 * 31
        + Arrays.hashCode(r.value()) * 31
        + Long.hashCode(r.timestamp());
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

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("enable.auto.commit", "false");
    config.put("auto.offset.reset", "none");
    config.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
