package dev.kafkamirror.replicator.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class HeartbeatFormatTest {
  @Test
  void bytesAreMirrorMakersOwn() {
    assertThat(HexFormat.of().formatHex(HeartbeatFormat.key("A", "B"))).isEqualTo("000141000142");
    assertThat(HexFormat.of().formatHex(HeartbeatFormat.value(1_700_000_000_000L)))
        .isEqualTo("00000000018bcfe56800");
  }

  @Test
  void onlyHeartbeatsOfTheFlowAreRead() {
    byte[] key = HeartbeatFormat.key("A", "B");
    byte[] value = HeartbeatFormat.value(1_700_000_000_000L);

    assertThat(matches(key, value, "A.mirror")).isTrue();
    assertThat(HeartbeatFormat.timestamp(value)).isEqualTo(1_700_000_000_000L);
    assertThat(matches(HeartbeatFormat.key("A", "C"), value, "A.mirror")).isFalse();
    assertThat(matches(key, null, "A.mirror")).isFalse();
    assertThat(matches(key, new byte[] {0, 0, 1}, "A.mirror")).isFalse();
    assertThat(matches(key, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0}, "A.mirror")).isFalse();
  }

  @Test
  void thoseOfAnotherFlowBetweenTheSameClustersAreNotTheFlows() {
    byte[] key = HeartbeatFormat.key("A", "B");
    byte[] value = HeartbeatFormat.value(1_700_000_000_000L);

    assertThat(matches(key, value, "A.bulk")).isFalse();
    assertThat(matches(key, value, null)).isFalse();
  }

  /** Whether flow "A.mirror" takes a record for its own. */
  private static boolean matches(byte[] key, byte[] value, String writer) {
    var record = new ProducerRecord<byte[], byte[]>("heartbeats", key, value);
    if (writer != null) {
      HeartbeatFormat.sign(record.headers(), writer);
    }
    return HeartbeatFormat.matches(
        key, value, record.headers(), HeartbeatFormat.key("A", "B"), "A.mirror");
  }
}
