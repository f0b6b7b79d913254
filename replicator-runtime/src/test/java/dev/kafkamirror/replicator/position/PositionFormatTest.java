package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** The test vectors are those of {@code docs/reference/internal-topics.md}. */
class PositionFormatTest {
  private static final String KEY = "0000" + "0006" + "6f7264657273" + "00000003";
  private static final String VALUE =
      "0000"
          + "000000000000000a"
          + "0000000000000007"
          + "00000005"
          + "00000000000000010000000000000002"
          + "00000000000000030000000000000004"
          + "0005"
          + "706f642d61"
          + "ffffffff";

  private static final TopicPartition ORDERS_3 = new TopicPartition("orders", 3);
  private static final StoredPosition POSITION =
      new StoredPosition(
          Copied.upTo(new Position(10, 7, 5)),
          new Uuid(1, 2),
          new Uuid(3, 4),
          "pod-a",
          StoredPosition.NOT_RELEASED);

  @Test
  void keyAndValueAreTheDocumentedBytes() {
    assertThat(HexFormat.of().formatHex(PositionFormat.key(ORDERS_3))).isEqualTo(KEY);
    assertThat(HexFormat.of().formatHex(PositionFormat.value(POSITION))).isEqualTo(VALUE);
  }

  @Test
  void documentedBytesAreReadBack() {
    assertThat(PositionFormat.readKey(HexFormat.of().parseHex(KEY))).isEqualTo(ORDERS_3);
    assertThat(PositionFormat.readValue(HexFormat.of().parseHex(VALUE))).isEqualTo(POSITION);
  }

  @Test
  void aReleasedPositionCarriesItsGeneration() {
    StoredPosition released = PositionFormat.readValue(PositionFormat.value(POSITION.released(42)));

    assertThat(released.releasedBy("pod-a", 42)).isTrue();
    assertThat(released.releasedBy("pod-a", 43)).isFalse();
    assertThat(released.releasedBy("pod-b", 42)).isFalse();
  }

  @Test
  void anotherVersionIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> PositionFormat.readValue(HexFormat.of().parseHex("0001ffff")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 1")
        .hasMessageContaining("newer version");
  }
}
