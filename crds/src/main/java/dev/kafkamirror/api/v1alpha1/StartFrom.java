package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Where the mirror's very first start begins in a topic. It does not apply to topics that are born
 * later: they are mirrored from their beginning.
 *
 * @param position where to begin
 * @param timestamp begins at the first record with this timestamp or a later one, e.g.
 *     2026-11-22T18:00:00Z; only with position Timestamp, which needs it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.position == 'Timestamp' ? has(self.timestamp) : !has(self.timestamp)",
    message = "set timestamp with position Timestamp, and with no other position")
public record StartFrom(
    @Default("Earliest") Position position,
    @Size(min = 20, max = 35)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$')",
            message = "write timestamp as date and time with its zone, e.g. 2026-11-22T18:00:00Z")
        String timestamp) {

  /** Where a topic's first start begins. */
  public enum Position {
    /** The first record that the source has. */
    Earliest,
    /** The first record that comes after the start. */
    Latest,
    /** The first record of a time. */
    Timestamp
  }
}
