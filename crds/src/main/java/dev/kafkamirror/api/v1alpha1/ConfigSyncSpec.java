package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Which properties of source topics their remote topics get.
 *
 * @param mode when remote topics get them
 * @param exclude properties that are not synced: regular expressions (Java's) that match the name
 *     as a whole. A list that is given takes the place of the default, as in MirrorMaker 2. The two
 *     lists of throttled replicas never are, whatever it says
 * @param periodSeconds seconds from one comparison of all topics to the next; only with mode Sync
 * @param defaultsFrom what a property is set to that the source topic leaves at Kafka's default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigSyncSpec(
    @Default("Sync") Mode mode,
    @Default(ConfigSyncSpec.DEFAULT_EXCLUDE) @Size(max = 256)
        List<@Size(min = 1, max = 256) String> exclude,
    @Default("30") @Min(1) @Max(86400) Integer periodSeconds,
    @Default("Target") DefaultsFrom defaultsFrom) {

  /**
   * MirrorMaker 2's list, with the names that topics really use for the timestamp limits
   * (KAFKA-20163 lists the brokers' names).
   */
  static final String DEFAULT_EXCLUDE =
      "[\"follower.replication.throttled.replicas\", \"leader.replication.throttled.replicas\","
          + " \"message.timestamp.difference.max.ms\", \"message.timestamp.before.max.ms\","
          + " \"message.timestamp.after.max.ms\", \"message.timestamp.type\","
          + " \"unclean.leader.election.enable\", \"min.insync.replicas\"]";

  public ConfigSyncSpec {
    exclude = Immutable.list(exclude);
  }

  /** When remote topics get the properties of their source topics. */
  public enum Mode {
    /** At creation, and whenever one differs: a change on the target by hand is reverted. */
    Sync,
    /** At creation, and never again. */
    CreateOnly,
    /** Never: remote topics have what the target gives them. */
    Disabled
  }

  /** Whose default counts. */
  public enum DefaultsFrom {
    /** The target's: a value that the remote topic has of its own is removed. */
    Target,
    /** The source's: its default value is set. */
    Source
  }
}
