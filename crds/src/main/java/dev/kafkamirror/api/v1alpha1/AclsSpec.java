package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * Which ACLs of the source the target gets.
 *
 * @param mode which of them, and whether they are taken away again. Needs Describe on the source's
 *     cluster, Describe and Alter on the target's
 * @param periodSeconds seconds from one comparison to the next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AclsSpec(
    @Default("Disabled") Mode mode, @Default("60") @Min(1) @Max(86400) Integer periodSeconds) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT = "{\"mode\": \"Disabled\", \"periodSeconds\": 60}";

  /** Which ACLs are mirrored. */
  public enum Mode {
    /** None. */
    Disabled,
    /**
     * As MirrorMaker 2: those of single mirrored topics, under the remote topic's name, without the
     * right to write: Write is left out, All becomes Read. None is ever removed.
     */
    ReadOnly,
    /**
     * Those of mirrored topics and groups unchanged, prefixed ones too. What the mirror has created
     * it removes when the source no longer has it. For a target that takes over from the source.
     */
    Full
  }
}
