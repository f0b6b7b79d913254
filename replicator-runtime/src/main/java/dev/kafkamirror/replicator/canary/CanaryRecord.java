package dev.kafkamirror.replicator.canary;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What a canary carries, as JSON for whoever looks into the topic.
 *
 * @param run the loop that has written it
 * @param number from 1 on in each run, without a gap
 * @param sentAt when it was written, ms
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CanaryRecord(String run, long number, long sentAt) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("three plain values can always be written as JSON", e);
    }
  }

  /** The canary in a record's value; empty when it is none. */
  static Optional<CanaryRecord> read(byte[] value) {
    try {
      return value == null
          ? Optional.empty()
          : Optional.ofNullable(JSON.readValue(value, CanaryRecord.class));
    } catch (IOException e) {
      // Somebody else's record says nothing of the canary.
      return Optional.empty();
    }
  }
}
