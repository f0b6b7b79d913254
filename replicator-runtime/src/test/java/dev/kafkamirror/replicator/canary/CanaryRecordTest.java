package dev.kafkamirror.replicator.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanaryRecordTest {
  private static final String JSON = "{\"run\":\"0a1b2c3d\",\"number\":7,\"sentAt\":1700000000000}";
  private static final CanaryRecord CANARY = new CanaryRecord("0a1b2c3d", 7, 1_700_000_000_000L);

  @Test
  void bytesAreTheDocumentedJson() {
    assertThat(new String(CANARY.bytes(), UTF_8)).isEqualTo(JSON);
    assertThat(CanaryRecord.read(JSON.getBytes(UTF_8))).contains(CANARY);
  }

  @Test
  void recordsOfOthersAreNoCanaries() {
    assertThat(CanaryRecord.read(null)).isEmpty();
    assertThat(CanaryRecord.read("hello".getBytes(UTF_8))).isEmpty();
    assertThat(CanaryRecord.read("null".getBytes(UTF_8))).isEmpty();
  }
}
