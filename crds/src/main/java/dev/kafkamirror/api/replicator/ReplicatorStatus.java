package dev.kafkamirror.api.replicator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What one pod answers to {@code GET /v1/status}: its own share of the flow, and, from the leader
 * of the fleet alone, what is known of the flow as a whole. Bounded: a few kilobytes however many
 * partitions.
 *
 * @param pod name of the pod (the host name outside Kubernetes)
 * @param revision first 12 hex digits of the SHA-256 of the settings file that is applied
 * @param settingsError why a newer settings file was refused, or null
 * @param fleetState the membership in the fleet
 * @param generation generation of the fleet's group that the pod's work comes from, -1 when it has
 *     none
 * @param delivery what the pod can promise of each record, null when it copies nothing
 * @param dataLoss what was left out, or lost by the source, of the partitions that the pod owns
 * @param foreignRecords what others wrote into remote partitions of the pod
 * @param flow what only the leader knows, null from every other pod
 * @param groups consumer groups that this pod carries over, null when none are
 * @param sourceGroup how committing positions to a group of the source went last, null when that is
 *     not asked for or not done yet
 * @param promotion how far the request to end copying has got, from the leader of the fleet alone;
 *     null when there is none
 * @param notCopied what this pod has left uncopied of topics that were promoted, null when it had
 *     none of them
 * @param failures at most ten, worst first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplicatorStatus(
    String pod,
    String version,
    String revision,
    String settingsError,
    FleetState fleetState,
    int generation,
    ClusterHealth source,
    ClusterHealth target,
    Work work,
    Delivery delivery,
    DataLoss dataLoss,
    ForeignRecords foreignRecords,
    Flow flow,
    Groups groups,
    SourceGroup sourceGroup,
    Promotion promotion,
    NotCopied notCopied,
    List<Failure> failures) {

  /** A pod's membership in its fleet. */
  public enum FleetState {
    /** Not yet, or no longer, a member: clusters unreachable, refused, or just started. */
    Joining,
    Member,
    Paused,
    /** Handing its work over before it ends. */
    Leaving
  }

  /**
   * One cluster as this pod sees it.
   *
   * @param clusterId Kafka's cluster id, null until known; never that of a cluster that the
   *     settings do not mean
   * @param message what a person needs to mend it, null when reachable
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClusterHealth(ClusterState state, String clusterId, String message) {

    /** Why a cluster can or cannot be used. */
    public enum ClusterState {
      Unknown,
      Reachable,
      ConnectionFailed,
      TlsFailed,
      AuthenticationFailed,
      AuthorizationFailed,
      /** Another cluster answers than the one that the settings name. */
      ClusterIdMismatch
    }
  }

  /**
   * This pod's share.
   *
   * @param partitions source partitions that the pod owns
   * @param replicating those of them that copy or have nothing to copy
   * @param catchingUp those of them that are behind what the source had ten seconds ago
   * @param lagRecords sum over owned partitions of source end minus acknowledged; null when any is
   *     unknown
   * @param lagBytes these records in bytes, estimated from the mean size of those that were copied;
   *     null when unknown
   * @param lagSeconds age of the oldest record not yet acknowledged, over all owned partitions; 0
   *     when caught up, null when unknown
   * @param utilization how busy the pod is, from 0 to 1: its tasks' loops on average or all of its
   *     CPU, whichever is more; null when unknown
   * @param limit what keeps it from copying faster, as the metric {@code kafkamirror_limit} says;
   *     null when unknown
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Work(
      int tasks,
      int tasksFailed,
      int partitions,
      int replicating,
      int catchingUp,
      int failed,
      Long lagRecords,
      Long lagBytes,
      Long lagSeconds,
      double recordsPerSecond,
      double bytesPerSecond,
      Double utilization,
      String limit) {}

  /**
   * How often a record arrives.
   *
   * @param reason why it is not exactly once, null when it is
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Delivery(Guarantee guarantee, String reason) {

    /** What holds also when a pod is lost. */
    public enum Guarantee {
      ExactlyOnce,
      AtLeastOnce
    }
  }

  /**
   * Ranges of source offsets that are not, or no longer, as they are at the source.
   *
   * @param events how many ranges
   * @param records offsets in them
   * @param last the latest, null when there is none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record DataLoss(long events, long records, LostRange last) {}

  /**
   * One range.
   *
   * @param fromOffset its first source offset
   * @param toOffset its last source offset
   * @param reason RetentionOverrun, SourceTruncated, SourceTopicRecreated, TargetTruncated,
   *     RecordSkipped or RecordDeadLettered
   * @param time when it was noticed, ISO 8601
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LostRange(
      String topic, int partition, long fromOffset, long toOffset, String reason, String time) {}

  /**
   * Records in remote partitions that the flow has not written. They stay there.
   *
   * @param records how many, markers of their transactions included
   * @param partitions in how many partitions
   * @param last where they were noticed last, null when there are none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ForeignRecords(long records, int partitions, ForeignRange last) {}

  /**
   * Those of one partition.
   *
   * @param topic the source's
   * @param fromOffset target offset of the first, or one shortly before it
   * @param toOffset target offset of the last, or one shortly behind it
   * @param time when the last of them were noticed, ISO 8601
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ForeignRange(
      String topic, int partition, long records, long fromOffset, long toOffset, String time) {}

  /**
   * What the leader knows of the whole flow.
   *
   * @param topicsMatched source topics that the selectors match
   * @param topicsReplicating those of them whose partitions all belong to pods; how these get on is
   *     in each pod's {@link Work}
   * @param partitionsTotal their partitions
   * @param partitionsUnassigned those that no pod owns, and those whose remote topic is not there
   *     yet
   * @param tasksDesired tasks of the whole flow
   * @param configsFailed topics that are copied, but whose remote topic does not get all properties
   *     that it should; null when none are synced
   * @param sourceDeleted topics that are gone from the source while their remote topic is there
   * @param acls null while none are mirrored or nothing is known yet
   * @param canary null when there is none
   * @param promoted topics that are not copied any more, because they were promoted; they are not
   *     among those that match
   * @param standby topics that wait until the mirror of the other direction was promoted; they are
   *     not among those that match either
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Flow(
      int topicsMatched,
      int topicsReplicating,
      int partitionsTotal,
      int partitionsUnassigned,
      int tasksDesired,
      Heartbeat heartbeat,
      TopicNotes configsFailed,
      TopicNotes sourceDeleted,
      Acls acls,
      Canary canary,
      int promoted,
      int standby) {}

  /**
   * How the ACLs of the target follow those of the source.
   *
   * @param reason one word, {@link #SYNCED} when the target has all that it should
   * @param message what a person needs to mend it, or should know
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Acls(String reason, String message) {
    public static final String SYNCED = "Synced";
  }

  /**
   * Topics about which there is something to say.
   *
   * @param topics how many
   * @param first at most ten of them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TopicNotes(int topics, List<TopicNote> first) {

    /**
     * One of them.
     *
     * @param topic the source's
     * @param reason one word
     * @param message what a person needs to mend it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TopicNote(String topic, String reason, String message) {}
  }

  /**
   * This pod's share of the consumer groups that have read mirrored topics.
   *
   * @param matched groups of the source that the selectors match
   * @param synced those of them whose offsets are carried over
   * @param activeOnTarget those that are left alone because the target's group has members
   * @param failed those whose offsets can't be carried over
   * @param problems at most ten, worst first
   * @param error what keeps all of them from being carried over, or null
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Groups(
      int matched,
      int synced,
      int activeOnTarget,
      int failed,
      List<GroupProblem> problems,
      String error) {

    /**
     * A group whose offsets are not carried over, or not exactly.
     *
     * @param name the group's id
     * @param reason Failed, NothingMirrored, ActiveOnTarget, or Earlier: it will read some records
     *     again
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record GroupProblem(String name, String reason, String message) {}
  }

  /**
   * Positions of this pod's partitions in a consumer group of the source.
   *
   * @param group its id
   * @param reason one word, {@link #COMMITTED} when the group has what it should
   * @param message what a person needs to mend it, empty when nothing
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SourceGroup(String group, String reason, String message) {
    public static final String COMMITTED = "Committed";
  }

  /**
   * How far the request to end copying has got.
   *
   * @param message what it waits for, or what came of it
   * @param completed when it was completed, ISO 8601; null before
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Promotion(String requestId, String message, String completed) {}

  /**
   * What was not copied of promoted partitions, when this pod gave them up.
   *
   * @param records offsets between what was copied and what the source was known to have; null when
   *     that is not known of some
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record NotCopied(int partitions, Long records) {}

  /**
   * The heartbeat that the leader writes and observes.
   *
   * @param roundTripMillis from writing to reading it on the target, null when none was read yet
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Heartbeat(HeartbeatState state, Long roundTripMillis, String message) {

    /** Whether heartbeats arrive. */
    public enum HeartbeatState {
      Disabled,
      NeverReceived,
      Healthy,
      Stale
    }
  }

  /**
   * The records that the leader writes into the source and awaits on the target.
   *
   * @param delayMillis from writing the last one that arrived to reading it on the target or, when
   *     one is late, since that was written; null when none was read yet
   * @param lost how many never arrived although later ones have, since this leader began
   * @param message what is late or lost and, where it is known, why; null when nothing is to be
   *     said
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Canary(CanaryState state, Long delayMillis, long lost, String message) {

    /** Whether canaries arrive. */
    public enum CanaryState {
      /** None has arrived since this leader began, and none is late. */
      Waiting,
      InTime,
      Late,
      Lost
    }
  }

  /**
   * A partition, or a topic when {@code partition} is -1, that is not mirrored and why.
   *
   * @param since since when, ISO 8601; null when not known
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Failure(String topic, int partition, String reason, String message, String since) {}
}
