package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * What is done with the offsets that groups commit at the source.
 *
 * @param mode whether they are written to the same groups of the target
 * @param periodSeconds seconds from one look at the groups to the next
 * @param writeSyncsTo the cluster that MirrorMaker 2's offset syncs are written into, for its tools
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OffsetSyncSpec(
    @Default("Sync") Mode mode,
    @Default("5") @Min(1) @Max(3600) Integer periodSeconds,
    @Default("Target") WriteSyncsTo writeSyncsTo) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT =
      "{\"mode\": \"Sync\", \"periodSeconds\": 5, \"writeSyncsTo\": \"Target\"}";

  /** How far groups are carried over. */
  public enum Mode {
    /**
     * Checkpoints are written, and the same group of the target gets the translated offsets: never
     * earlier ones than it has, and none while it has members.
     */
    Sync,
    /** Checkpoints are written in MirrorMaker 2's format; groups of the target are not touched. */
    CheckpointOnly,
    /** Nothing is done. */
    Disabled
  }

  /** Where offset syncs are written. */
  public enum WriteSyncsTo {
    /** Into {@code mm2-offset-syncs.<source alias>.internal} of the target. */
    Target,
    /**
     * Into {@code mm2-offset-syncs.<target alias>.internal} of the source, as MirrorMaker 2 does
     * unless told otherwise. Needs the rights to create and write that topic.
     */
    Source
  }
}
