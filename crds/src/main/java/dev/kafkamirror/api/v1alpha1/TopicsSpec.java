package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Which topics are mirrored and how their remote topics are called and created.
 *
 * @param include topics that are mirrored: those that one of these selects
 * @param exclude topics that are left out although included; Kafka's and the mirrors' internal
 *     topics always are
 * @param naming how remote topics are called. Can't be changed
 * @param replicationFactor of remote topics that the mirror creates; left out, as
 *     replicationFactorFrom says
 * @param replicationFactorFrom whose replication factor remote topics are created with; left out,
 *     the target's default. Only without replicationFactor
 * @param configSync which properties of source topics their remote topics get
 * @param isolation which records of transactional producers are mirrored
 * @param startFrom where the mirror's very first start begins. Topics that are born later are
 *     mirrored from their beginning
 * @param onDataLoss what to do where the source no longer has records that were not yet mirrored,
 *     or lost records that were. Always counted and reported
 * @param onSourceDelete what becomes of the remote topic when its source topic is deleted
 * @param onSourceRecreate what to do when a source topic was deleted and created again
 * @param overrides what is different for some topics; the first that selects a topic counts for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.replicationFactor) || !has(self.replicationFactorFrom)",
    message = "set replicationFactor or replicationFactorFrom, not both")
public record TopicsSpec(
    @Required @Size(min = 1, max = 256) List<NameSelector> include,
    @Size(max = 256) List<NameSelector> exclude,
    @Default("{\"policy\": \"SourcePrefix\"}")
        @ValidationRule(
            value =
                "self.policy == oldSelf.policy"
                    + " && (has(self.prefix) ? self.prefix : '')"
                    + " == (has(oldSelf.prefix) ? oldSelf.prefix : '')"
                    + " && (has(self.separator) ? self.separator : '.')"
                    + " == (has(oldSelf.separator) ? oldSelf.separator : '.')"
                    + " && (has(self.direction) ? self.direction : 'OneWay')"
                    + " == (has(oldSelf.direction) ? oldSelf.direction : 'OneWay')",
            message =
                "naming can't be changed, because the remote topics already carry it: create"
                    + " another KafkaMirror")
        NamingSpec naming,
    @Min(1) @Max(32) Integer replicationFactor,
    ReplicationFactorFrom replicationFactorFrom,
    @Default("{\"mode\": \"Sync\"}") ConfigSyncSpec configSync,
    @Default("ReadCommitted") IsolationLevel isolation,
    @Default("{\"position\": \"Earliest\"}") StartFrom startFrom,
    @Default("Fail") OnDataLoss onDataLoss,
    @Default("Retain") OnSourceDelete onSourceDelete,
    @Default("Fail") OnSourceRecreate onSourceRecreate,
    @Size(max = 256) List<TopicOverride> overrides) {

  public TopicsSpec {
    include = Immutable.list(include);
    exclude = Immutable.list(exclude);
    overrides = Immutable.list(overrides);
  }

  /** Whose replication factor remote topics are created with. */
  public enum ReplicationFactorFrom {
    /** The default of the target's brokers. */
    Target,
    /** That of the source topic at the time. */
    Source
  }

  /** What to do where the source no longer has what should be there. */
  public enum OnDataLoss {
    /** The partition stops, as Failed; others go on. */
    Fail,
    /** It goes on with what the source has; the lost range is counted. */
    Continue
  }

  /** What becomes of the remote topic when its source topic is deleted. */
  public enum OnSourceDelete {
    /** It stays; status counts and names it. */
    Retain,
    /**
     * It is deleted too, unless its source topic has come back by then. Needs source.clusterId, so
     * that another cluster that answers at the source's address cannot have everything deleted.
     */
    Delete
  }

  /** What to do when a source topic was deleted and created again. */
  public enum OnSourceRecreate {
    /** Its partitions stop, as Failed; other topics go on. */
    Fail,
    /** The remote topic is deleted and created again too, then mirrored from the beginning. */
    Restart,
    /** Mirrored from the new topic's beginning, behind what the remote topic holds. */
    Append
  }
}
