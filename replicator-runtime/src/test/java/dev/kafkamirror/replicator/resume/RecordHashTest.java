package dev.kafkamirror.replicator.resume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordHashTest {
  private final RecordHash hash = new RecordHash();

  @Test
  void tellsRecordsApartThatDifferInAnything() {
    List<RecordHash.Value> hashes = new ArrayList<>();
    for (long time : new long[] {1, 2}) {
      for (String key : new String[] {null, "", "a", "ab"}) {
        for (String value : new String[] {null, "", "b", "ab"}) {
          hashes.add(hash.of(record(time, key, value), true));
          hashes.add(hash.of(record(time, key, value, "h", null), true));
          hashes.add(hash.of(record(time, key, value, "h", ""), true));
          hashes.add(hash.of(record(time, key, value, "h", "i", "j", "k"), true));
          hashes.add(hash.of(record(time, key, value, "j", "k", "h", "i"), true));
        }
      }
    }

    assertThat(new HashSet<>(hashes)).hasSameSizeAs(hashes);
  }

  @Test
  void isTheSameForEqualRecordsWhereverTheyAre() {
    var here = record(1, "key", "value", "h", "i");
    var there =
        new ConsumerRecord<>(
            "other",
            3,
            99L,
            1L,
            TimestampType.CREATE_TIME,
            3,
            5,
            here.key(),
            here.value(),
            here.headers(),
            Optional.of(4));

    assertThat(hash.of(there, true)).isEqualTo(hash.of(here, true));
  }

  @Test
  void leavesOutTheTimeOnDemand() {
    assertThat(hash.of(record(1, "k", "v"), false)).isEqualTo(hash.of(record(2, "k", "v"), false));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long time, String key, String value, String... headers) {
    RecordHeaders all = new RecordHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(new RecordHeader(headers[i], bytes(headers[i + 1])));
    }
    return new ConsumerRecord<>(
        "t",
        0,
        7L,
        time,
        TimestampType.CREATE_TIME,
        0,
        0,
        bytes(key),
        bytes(value),
        all,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
