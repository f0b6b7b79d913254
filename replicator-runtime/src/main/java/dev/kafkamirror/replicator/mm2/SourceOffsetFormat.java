package dev.kafkamirror.replicator.mm2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The bytes of MirrorMaker 2's positions in Kafka Connect's offsets topic. Key {@code
 * ["<connector>",{"cluster":"<source alias>","partition":<number>,"topic":"<source topic>"}]},
 * value {@code {"offset":<source offset of the last record that was copied>}}; a null value forgets
 * it. Connect looks a position up by the key's bytes, so the order of the members matters.
 */
public final class SourceOffsetFormat {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Which partition a position is of.
   *
   * @param cluster alias of the source cluster
   * @param partition of the source
   */
  public record Key(String connector, String cluster, TopicPartition partition) {}

  private SourceOffsetFormat() {}

  public static byte[] key(Key key) {
    Map<String, Object> partition = new LinkedHashMap<>();
    partition.put("cluster", key.cluster());
    partition.put("partition", key.partition().partition());
    partition.put("topic", key.partition().topic());
    return bytes(List.of(key.connector(), partition));
  }

  /**
   * @param lastCopied source offset of the last record that was copied: it goes on after it
   */
  public static byte[] value(long lastCopied) {
    return bytes(Map.of("offset", lastCopied));
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values can't be written", e);
    }
  }

  /** Empty for what is none of a source partition: other connectors use the topic as well. */
  public static Optional<Key> readKey(byte[] bytes) {
    JsonNode key = read(bytes);
    JsonNode of = key.path(1);
    boolean whole =
        key.path(0).isTextual()
            && of.path("cluster").isTextual()
            && of.path("topic").isTextual()
            && of.path("partition").canConvertToInt();
    return whole
        ? Optional.of(
            new Key(
                key.path(0).asText(),
                of.path("cluster").asText(),
                new TopicPartition(of.path("topic").asText(), of.path("partition").asInt())))
        : Optional.empty();
  }

  /**
   * Source offset of the last record that was copied.
   *
   * @return empty for a position that was forgotten
   */
  public static OptionalLong readValue(byte[] bytes) {
    JsonNode offset = read(bytes).path("offset");
    return offset.canConvertToLong() && offset.isNumber()
        ? OptionalLong.of(offset.asLong())
        : OptionalLong.empty();
  }

  /** What is no JSON is like what has none of the members. */
  private static JsonNode read(byte[] bytes) {
    try {
      return bytes == null ? JSON.nullNode() : JSON.readTree(bytes);
    } catch (IOException e) {
      return JSON.nullNode();
    }
  }
}
