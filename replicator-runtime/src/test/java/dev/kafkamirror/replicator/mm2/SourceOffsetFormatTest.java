package dev.kafkamirror.replicator.mm2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.mirror.MirrorUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOffsetFormatTest {
  private static final SourceOffsetFormat.Key KEY =
      new SourceOffsetFormat.Key(
          "MirrorSourceConnector", "east", new TopicPartition("orders.v1", 7));

  @Test
  void positionsHaveTheDocumentedBytes() {
    assertThat(new String(SourceOffsetFormat.key(KEY), UTF_8))
        .isEqualTo(
            "[\"MirrorSourceConnector\",{\"cluster\":\"east\",\"partition\":7,\"topic\":\"orders.v1\"}]");
    assertThat(new String(SourceOffsetFormat.value(9_000_000_000_000L), UTF_8))
        .isEqualTo("{\"offset\":9000000000000}");
  }

  @ParameterizedTest
  @CsvSource({"MirrorSourceConnector, east", "größe->west.MirrorSourceConnector, 'a \"b\" \\/'"})
  void theyAreTheBytesThatKafkaConnectLooksUp(String connector, String cluster) throws Exception {
    TopicPartition partition = new TopicPartition("orders.v1", 7);
    // As MirrorUtils.wrapPartition does: the order is that of the map.
    Map<String, Object> wrapped = new HashMap<>();
    wrapped.put(MirrorUtils.TOPIC_KEY, partition.topic());
    wrapped.put(MirrorUtils.PARTITION_KEY, partition.partition());
    wrapped.put(MirrorUtils.SOURCE_CLUSTER_KEY, cluster);
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false", "converter.type", "key"));

      assertThat(SourceOffsetFormat.key(new SourceOffsetFormat.Key(connector, cluster, partition)))
          .isEqualTo(converter.fromConnectData("any", null, List.of(connector, wrapped)));
      assertThat(SourceOffsetFormat.value(42))
          .isEqualTo(converter.fromConnectData("any", null, MirrorUtils.wrapOffset(42)));
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(SourceOffsetFormat.readKey(SourceOffsetFormat.key(KEY))).contains(KEY);
    assertThat(SourceOffsetFormat.readValue(SourceOffsetFormat.value(0))).hasValue(0);
  }

  @Test
  void membersMayComeInAnyOrder() {
    assertThat(
            SourceOffsetFormat.readKey(
                "[ \"MirrorSourceConnector\", {\"topic\":\"orders.v1\", \"cluster\":\"east\", \"partition\":7} ]"
                    .getBytes(UTF_8)))
        .contains(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"MirrorCheckpointConnector\",{\"partition\":1,\"topic\":\"east.t\",\"group\":\"g\"}]",
        "[\"MirrorHeartbeatConnector\",{\"sourceClusterAlias\":\"a\",\"targetClusterAlias\":\"b\"}]",
        "[\"file\",{\"filename\":\"x\"}]",
        "\"text\"",
        "no JSON",
        ""
      })
  void positionsOfOtherConnectorsAreLeftAlone(String key) {
    assertThat(SourceOffsetFormat.readKey(key.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aTombstoneForgetsThePosition() {
    assertThat(SourceOffsetFormat.readValue(null)).isEmpty();
    assertThat(SourceOffsetFormat.readKey(null)).isEmpty();
    assertThat(SourceOffsetFormat.readValue("null".getBytes(UTF_8))).isEmpty();
  }
}
