package dev.kafkamirror.replicator.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.position.RecordKey.Kind;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vectors are those of {@code docs/reference/internal-topics.md}. */
class PositionFormatTest {
  private static final String ORDERS = "0006" + "6f7264657273" + "00000003";
  private static final String POSITION_KEY = "0001" + "00" + ORDERS;
  private static final String INDEX_KEY = "0001" + "01" + ORDERS;
  private static final String POSITION_VALUE =
      "0001"
          + "00000000000003e8"
          + "000000000000012d"
          + "00000005"
          + "00000000000000010000000000000002"
          + "00000000000000030000000000000004"
          + "0004"
          + "77657374"
          + "0005"
          + "706f642d61"
          + "ffff"
          + "00000002"
          + "ffffffff"
          + "00"
          + "0000000000000064"
          + "00"
          + "01"
          + "f403"
          + "65"
          + "c801";
  private static final String RELEASED_VALUE =
      "0001"
          + "00000000000003e8"
          + "000000000000012d"
          + "00000005"
          + "00000000000000010000000000000002"
          + "00000000000000030000000000000004"
          + "0004"
          + "77657374"
          + "0005"
          + "706f642d62"
          + "000d"
          + "6d6d322d662d706f642d622d30"
          + "00000003"
          + "0000002a"
          + "01"
          + "ffffffffffffffff"
          + "0000"
          + "0100013c"
          + "00283c80d095ffbc31";
  private static final String INDEX_VALUE = "0001" + "00000002" + "00" + "02" + "000a0a" + "500050";
  private static final String KEY_0 = "0000" + ORDERS;
  private static final String VALUE_0 =
      "0000"
          + "000000000000000a"
          + "0000000000000007"
          + "00000005"
          + "00000000000000010000000000000002"
          + "00000000000000030000000000000004"
          + "0005"
          + "706f642d61"
          + "ffffffff";

  /** The released one, with 5 records from 50 to 299 that others wrote. */
  private static final String FOREIGN_VALUE =
      RELEASED_VALUE.replace(
          "0000002a01ffffffffffffffff", "0000002a03ffffffffffffffff0532fa0180d095ffbc31");

  private static final TopicPartition ORDERS_3 = new TopicPartition("orders", 3);
  private static final TopicPair TOPICS = new TopicPair(new Uuid(1, 2), new Uuid(3, 4), "west");

  private static final PositionRecord RECORD =
      new PositionRecord(
          new StoredPosition(
              new Copied(
                  new Position(1000, 301, 5),
                  OffsetRanges.NONE.append(new OffsetRange(500, 101, 200))),
              TOPICS,
              Ownership.holding("pod-a", null, 2)),
          100);
  private static final PositionRecord RELEASED =
      new PositionRecord(
          new StoredPosition(
              Copied.upTo(new Position(1000, 301, 5))
                  .without(
                      new DataLoss(40, 100, DataLoss.Reason.RetentionOverrun, 1_700_000_000_000L)),
              TOPICS,
              Ownership.holding("pod-b", "mm2-f-pod-b-0", 3).released(42, true)),
          PositionRecord.WITHOUT_INDEX);
  private static final IndexRecord INDEX =
      new IndexRecord(
          2,
          OffsetRanges.NONE.append(new OffsetRange(0, 10, 10)).append(new OffsetRange(90, 20, 80)));

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void keysAndValuesAreTheDocumentedBytes() {
    assertThat(hex(PositionFormat.key(Kind.POSITION, ORDERS_3))).isEqualTo(POSITION_KEY);
    assertThat(hex(PositionFormat.key(Kind.INDEX, ORDERS_3))).isEqualTo(INDEX_KEY);
    assertThat(hex(PositionFormat.value(RECORD))).isEqualTo(POSITION_VALUE);
    assertThat(hex(PositionFormat.value(RELEASED))).isEqualTo(RELEASED_VALUE);
    assertThat(hex(PositionFormat.index(INDEX))).isEqualTo(INDEX_VALUE);
  }

  @Test
  void foreignRecordsAreReadBack() {
    var stored = RELEASED.stored();
    var foreign = new ForeignRecords(5, 50, 300, 1_700_000_000_000L);
    var record = new PositionRecord(stored.with(stored.copied().with(foreign)), -1);

    assertThat(hex(PositionFormat.value(record))).isEqualTo(FOREIGN_VALUE);
    assertThat(PositionFormat.readValue(bytes(FOREIGN_VALUE))).isEqualTo(record);
  }

  @Test
  void documentedBytesAreReadBack() {
    assertThat(PositionFormat.readKey(bytes(POSITION_KEY)))
        .isEqualTo(new RecordKey(Kind.POSITION, ORDERS_3, 1));
    assertThat(PositionFormat.readKey(bytes(INDEX_KEY)))
        .isEqualTo(new RecordKey(Kind.INDEX, ORDERS_3, 1));
    assertThat(PositionFormat.readValue(bytes(POSITION_VALUE))).isEqualTo(RECORD);
    assertThat(PositionFormat.readValue(bytes(RELEASED_VALUE))).isEqualTo(RELEASED);
    assertThat(PositionFormat.readIndex(ByteBuffer.wrap(bytes(INDEX_VALUE)))).isEqualTo(INDEX);
  }

  @Test
  void theDocumentHasTheseBytes() throws IOException {
    Path document = Path.of("..", "docs", "reference", "internal-topics.md");

    String vectors = Files.readString(document).replaceAll("\\s", "");

    assertThat(vectors)
        .contains("key" + POSITION_KEY + "value" + POSITION_VALUE)
        .contains("value" + RELEASED_VALUE)
        .contains("value" + FOREIGN_VALUE)
        .contains("key" + INDEX_KEY + "value" + INDEX_VALUE)
        .contains("key" + KEY_0 + "value" + VALUE_0);
  }

  @Test
  void recordsOfVersion0AreReadAsThoseOfAnUnknownWriter() {
    assertThat(PositionFormat.readKey(bytes(KEY_0)))
        .isEqualTo(new RecordKey(Kind.POSITION, ORDERS_3, 0));
    assertThat(PositionFormat.readValue(bytes(VALUE_0)).stored())
        .isEqualTo(
            new StoredPosition(
                Copied.upTo(new Position(10, 7, 5)),
                new TopicPair(new Uuid(1, 2), new Uuid(3, 4), null),
                Ownership.holding("pod-a", null, Ownership.NO_EPOCH)));
  }

  @Test
  void aReleaseCarriesItsGenerationAndWhoMayStillWrite() {
    Ownership released = Ownership.holding("pod-a", "mm2-f-pod-a-1", 7).released(42, true);
    PositionRecord record = new PositionRecord(RECORD.stored().with(released), -1);

    Ownership read = PositionFormat.readValue(PositionFormat.value(record)).stored().ownership();

    assertThat(read).isEqualTo(released);
    assertThat(read.releasedBy("pod-a", 42)).isTrue();
    assertThat(read.releasedBy("pod-a", 43)).isFalse();
    assertThat(read.releasedBy("pod-b", 42)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyRangesAreReadBack(long seed) {
    Random random = new Random(seed);
    OffsetRanges ranges = OffsetRanges.NONE;
    long source = random.nextLong(1L << 40);
    long target = random.nextLong(1L << 40);
    for (int i = 0; i < 3 * OffsetRanges.MOST; i++) {
      long count = 1 + random.nextLong(1L << random.nextInt(1, 40));
      ranges = ranges.append(new OffsetRange(source, target, count));
      source += count + random.nextLong(1L << random.nextInt(1, 20));
      target += count + random.nextInt(2);
    }

    IndexRecord index = new IndexRecord(9, ranges);

    assertThat(PositionFormat.readIndex(ByteBuffer.wrap(PositionFormat.index(index))))
        .isEqualTo(index);
  }

  @Test
  void anotherVersionIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> PositionFormat.readValue(bytes("0002ffff")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("newer version");
  }
}
