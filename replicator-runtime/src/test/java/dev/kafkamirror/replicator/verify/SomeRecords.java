package dev.kafkamirror.replicator.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The log of one partition in memory. */
final class SomeRecords implements RecordSource {
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long logStart;
  private long end = Long.MAX_VALUE;
  private int next;

  /** Values without keys at offsets from a first one on. */
  static SomeRecords log(long offset, String... values) {
    SomeRecords all = new SomeRecords();
    for (int i = 0; i < values.length; i++) {
      all.with(offset + i, null, values[i]);
    }
    return all;
  }

  /** Numbered records without keys: the offset is the target's, the number tells which it is. */
  static SomeRecords numbered(long offset, int fromNumber, int toNumber) {
    SomeRecords all = new SomeRecords();
    for (int n = fromNumber; n < toNumber; n++) {
      all.with(offset + n - fromNumber, null, "record " + n);
    }
    return all;
  }

  SomeRecords with(long offset, String key, String value) {
    return with(offset, key, value, 1_000L);
  }

  SomeRecords with(long offset, String key, String value, long timestamp, String... headers) {
    RecordHeaders all = new RecordHeaders();
    for (String header : headers) {
      all.add(header, bytes(header));
    }
    records.add(
        new ConsumerRecord<>(
            "t",
            0,
            offset,
            timestamp,
            TimestampType.CREATE_TIME,
            key == null ? -1 : key.length(),
            value == null ? -1 : value.length(),
            bytes(key),
            bytes(value),
            all,
            Optional.empty()));
    return this;
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  SomeRecords removedBefore(long offset) {
    logStart = offset;
    records.removeIf(r -> r.offset() < offset);
    return this;
  }

  SomeRecords upTo(long offset) {
    end = offset;
    return this;
  }

  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    return next < records.size() && records.get(next).offset() < end ? records.get(next++) : null;
  }

  @Override
  public long logStart() {
    return logStart;
  }

  @Override
  public void extend() {
    end = Long.MAX_VALUE;
  }
}
