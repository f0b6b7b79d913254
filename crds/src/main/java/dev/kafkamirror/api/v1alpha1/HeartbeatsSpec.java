package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Heartbeats in MirrorMaker 2's format.
 *
 * @param state whether heartbeats are written
 * @param writeTo the cluster that heartbeats are written into
 * @param periodSeconds seconds from one heartbeat to the next
 * @param staleAfterSeconds seconds without a heartbeat on the target after which it is called
 *     stale; at least twice periodSeconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.staleAfterSeconds >= 2 * self.periodSeconds",
    message = "set staleAfterSeconds to at least twice periodSeconds")
public record HeartbeatsSpec(
    @Default("Enabled") State state,
    @Default("Target") WriteTo writeTo,
    @Default("5") @Min(1) @Max(3600) Integer periodSeconds,
    @Default("30") @Min(2) @Max(86400) Integer staleAfterSeconds) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT =
      "{\"state\": \"Enabled\", \"writeTo\": \"Target\", \"periodSeconds\": 5,"
          + " \"staleAfterSeconds\": 30}";

  /** Whether heartbeats are written. */
  public enum State {
    Enabled,
    Disabled
  }

  /** Where heartbeats are written. */
  public enum WriteTo {
    /** Into {@code heartbeats} of the target: shows that the fleet lives and the target accepts. */
    Target,
    /**
     * Into {@code heartbeats} of the source, mirrored like any topic and observed at the target: a
     * true round trip.
     */
    Source
  }
}
