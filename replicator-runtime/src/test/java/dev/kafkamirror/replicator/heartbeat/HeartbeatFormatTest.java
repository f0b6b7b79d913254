package dev.kafkamirror.replicator.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
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

    assertThat(HeartbeatFormat.matches(key, value, key)).isTrue();
    assertThat(HeartbeatFormat.timestamp(value)).isEqualTo(1_700_000_000_000L);
    assertThat(HeartbeatFormat.matches(HeartbeatFormat.key("A", "C"), value, key)).isFalse();
    assertThat(HeartbeatFormat.matches(key, null, key)).isFalse();
    assertThat(HeartbeatFormat.matches(key, new byte[] {0, 0, 1}, key)).isFalse();
    assertThat(HeartbeatFormat.matches(key, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0}, key))
        .isFalse();
  }
}
