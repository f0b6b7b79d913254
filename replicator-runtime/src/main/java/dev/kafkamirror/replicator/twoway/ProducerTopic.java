package dev.kafkamirror.replicator.twoway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;

/**
 * The compacted topic in which all mirrors into a cluster announce their producer ids: the key is
 * the id in decimal digits, the value {@code {"sourceClusterId": "..."}}. A cluster never gives an
 * id twice, so nothing is ever taken back.
 */
final class ProducerTopic {
  static final String NAME = "mm2-producers.internal";
  static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Announced(String sourceClusterId) {}

  private ProducerTopic() {}

  static byte[] key(long producerId) {
    return Long.toString(producerId).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] value(String sourceClusterId) {
    try {
      return JSON.writeValueAsBytes(new Announced(sourceClusterId));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A string is always JSON", e);
    }
  }

  /**
   * The producer id of a record.
   *
   * @throws IOException when it is none of a mirror's
   */
  static long producerId(byte[] key) throws IOException {
    try {
      return Long.parseLong(new String(key, StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      throw new IOException("A key of " + NAME + " is no producer id", e);
    }
  }

  static String sourceClusterId(byte[] value) throws IOException {
    String id = JSON.readValue(value, Announced.class).sourceClusterId();
    if (id == null) {
      throw new IOException("A value of " + NAME + " names no cluster");
    }
    return id;
  }
}
