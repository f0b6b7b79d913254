package dev.kafkamirror.replicator.claim;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.Uuid;

/**
 * A claim as a record: the key is the remote topic's name in UTF-8, the value JSON with {@code
 * source}, {@code sourceId}, {@code twoWay} and {@code state}.
 */
final class ClaimFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClaimFormat() {}

  /** Fields that a later version adds mean nothing to this one. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Value(String source, String sourceId, boolean twoWay, TopicClaim.State state) {}

  static byte[] key(String remote) {
    return remote.getBytes(StandardCharsets.UTF_8);
  }

  static String remote(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  static byte[] value(TopicClaim claim) {
    try {
      return JSON.writeValueAsBytes(
          new Value(claim.source(), claim.sourceId().toString(), claim.twoWay(), claim.state()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written: " + claim, e);
    }
  }

  /**
   * Reads a claim of a flow.
   *
   * @throws IOException when the bytes are no claim
   */
  static TopicClaim read(String flow, byte[] key, byte[] value) throws IOException {
    Value read = JSON.readValue(value, Value.class);
    if (read.source() == null || read.sourceId() == null || read.state() == null) {
      throw new IOException("no claim of " + flow + ": " + read);
    }
    return new TopicClaim(
        flow,
        remote(key),
        read.source(),
        Uuid.fromString(read.sourceId()),
        read.twoWay(),
        read.state());
  }
}
