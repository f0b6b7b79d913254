package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/**
 * What the operator saw last, bounded and rounded. Exact numbers are in the pods' metrics.
 *
 * @param observedGeneration metadata.generation that this status speaks of; -1 until the operator
 *     has seen the mirror
 * @param message one line for people
 * @param replicas pods that there are
 * @param readyReplicas pods that are ready
 * @param selector selects the pods, for kubectl scale and the HorizontalPodAutoscaler
 * @param configRevision first 12 hex digits of the SHA-256 of the settings that every pod has
 *     applied
 * @param source the source as the pods see it
 * @param target the target as the pods see it
 * @param tasks tasks of the whole flow
 * @param topics topics of the whole flow
 * @param partitions source partitions of the whole flow
 * @param lag how far the target is behind the source
 * @param throughput rates of the whole flow
 * @param groups consumer groups of the source that have read mirrored topics; left out when groups
 *     are not carried over
 * @param delivery what holds for each record, also when a pod is lost
 * @param heartbeat whether heartbeats arrive on the target
 * @param canary whether records written into the source arrive on the target; left out when there
 *     is no canary
 * @param dataLoss what of the source is not on the target and never will be; left out until
 *     something was lost
 * @param autoscaling how many pods there should be; left out when the operator does not choose
 * @param promotion what came of the latest request of spec.promotion; left out until there is one
 * @param conditions Ready, Reconciling, Stalled, ConfigurationValid and others, each with reason
 *     and message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KafkaMirrorStatus(
    Long observedGeneration,
    String message,
    @StatusReplicas Integer replicas,
    Integer readyReplicas,
    @LabelSelector String selector,
    String configRevision,
    ClusterStatus source,
    ClusterStatus target,
    TasksStatus tasks,
    TopicsStatus topics,
    PartitionsStatus partitions,
    LagStatus lag,
    ThroughputStatus throughput,
    GroupsStatus groups,
    DeliveryStatus delivery,
    HeartbeatStatus heartbeat,
    CanaryStatus canary,
    DataLossStatus dataLoss,
    AutoscalingStatus autoscaling,
    PromotionStatus promotion,
    List<Condition> conditions) {

  public KafkaMirrorStatus {
    conditions = Immutable.list(conditions);
  }

  /**
   * One cluster as the fleet sees it.
   *
   * @param clusterId Kafka's cluster id, left out until known
   * @param state Unknown, Reachable, ConnectionFailed, TlsFailed, AuthenticationFailed,
   *     AuthorizationFailed or ClusterIdMismatch
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ClusterStatus(String clusterId, String state) {}

  /**
   * Tasks of the whole flow.
   *
   * @param desired tasks that the flow should have
   * @param running tasks that copy
   * @param failed tasks that can't
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TasksStatus(Integer desired, Integer running, Integer failed) {}

  /**
   * Topics of the whole flow.
   *
   * @param matched source topics that the selectors match
   * @param replicating those of them whose partitions all belong to pods; one that has failed is
   *     among them, and in partitions.failed
   * @param configsFailed topics that are copied, but whose remote topic does not get all properties
   *     that it should; left out when none are synced
   * @param sourceDeleted topics that are gone from the source while their remote topic is there
   * @param sourceDeletedNames at most ten of these
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TopicsStatus(
      Integer matched,
      Integer replicating,
      Integer configsFailed,
      Integer sourceDeleted,
      List<String> sourceDeletedNames) {

    public TopicsStatus {
      sourceDeletedNames = Immutable.list(sourceDeletedNames);
    }
  }

  /**
   * Partitions of the whole flow.
   *
   * @param total partitions of the matched topics
   * @param replicating those that copy or have nothing to copy
   * @param catchingUp those of them that are behind what the source had ten seconds ago
   * @param failed those that can't be copied
   * @param unassigned those that no pod owns yet
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PartitionsStatus(
      Integer total, Integer replicating, Integer catchingUp, Integer failed, Integer unassigned) {}

  /**
   * How far the target is behind the source.
   *
   * @param state Known, or Unknown where it could not be measured, and then records and seconds are
   *     left out
   * @param records sum over partitions of the source's end minus what the target acknowledged
   * @param bytes these records in bytes, estimated from the mean size of those that were copied
   * @param seconds age of the oldest record that the target has not acknowledged, 0 when caught up
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LagStatus(String state, Long records, Long bytes, Long seconds) {}

  /**
   * Rates of the whole flow, two significant digits.
   *
   * @param recordsPerSecond records that the target acknowledges a second
   * @param bytesPerSecond bytes of record batches, compressed as they are, that it acknowledges a
   *     second
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ThroughputStatus(Long recordsPerSecond, Long bytesPerSecond) {}

  /**
   * Consumer groups of the source that the selectors match and that have read mirrored topics.
   *
   * @param matched how many there are
   * @param synced those of them whose offsets are carried over
   * @param activeOnTarget those that are left alone because the target's group has members
   * @param failed those whose offsets can't be carried over
   * @param problems at most ten of those that are not carried over, or not exactly
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GroupsStatus(
      Integer matched,
      Integer synced,
      Integer activeOnTarget,
      Integer failed,
      List<GroupProblem> problems) {

    public GroupsStatus {
      problems = Immutable.list(problems);
    }
  }

  /**
   * A consumer group that is not carried over, or not exactly.
   *
   * @param name the group's id
   * @param reason Failed, NothingMirrored, ActiveOnTarget, or Earlier: it will read some records
   *     again
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GroupProblem(String name, String reason) {}

  /**
   * What holds for each record, also when a pod is lost.
   *
   * @param guarantee ExactlyOnce, or AtLeastOnce where the target doesn't let pods be fenced
   * @param reason why it isn't exactly once, left out when it is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeliveryStatus(String guarantee, String reason) {}

  /**
   * Ranges of source offsets that were left out, or that the source lost.
   *
   * @param events how many ranges
   * @param records offsets in them
   * @param last the latest
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DataLossStatus(Long events, Long records, LostRange last) {}

  /**
   * One range of source offsets.
   *
   * @param topic topic of the source
   * @param partition number of the partition
   * @param fromOffset its first source offset
   * @param toOffset its last source offset
   * @param reason RetentionOverrun, SourceTruncated, SourceTopicRecreated, TargetTruncated,
   *     RecordSkipped or RecordDeadLettered
   * @param time when it was noticed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LostRange(
      String topic,
      Integer partition,
      Long fromOffset,
      Long toOffset,
      String reason,
      String time) {}

  /**
   * Whether heartbeats arrive on the target.
   *
   * @param state Healthy, Stale, NeverReceived or Disabled
   * @param roundTripMillis milliseconds from writing a heartbeat to reading it on the target
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HeartbeatStatus(String state, Long roundTripMillis) {}

  /**
   * Records that are written into the source and awaited on the target.
   *
   * @param state InTime, Late, Lost, or Waiting for the first
   * @param delayMillis milliseconds from writing the last one that arrived to reading it on the
   *     target or, when one is late, since that was written
   * @param lost how many never arrived although later ones have, since the pod began that leads
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CanaryStatus(String state, Long delayMillis, Long lost) {}

  /**
   * How many pods there should be.
   *
   * @param currentReplicas how many the operator has chosen; with mode DryRun as many as
   *     spec.replicas says
   * @param recommendedReplicas how many the load needs by what is known now
   * @param reason Utilization or CatchingUp: that is what pods have to do; MinReplicas, MaxReplicas
   *     or Partitions: the bound; Stabilizing: it was not recommended for long enough;
   *     IneffectiveScaling: the last step up made nothing faster; QuotaReached: more pods would not
   *     help; NothingMoves, MissingData: nothing is concluded, and the number is kept
   * @param lastScaleTime when the operator last changed the number
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AutoscalingStatus(
      Integer currentReplicas, Integer recommendedReplicas, String reason, String lastScaleTime) {}

  /**
   * What came of a request to end copying.
   *
   * @param requestId the request's
   * @param state InProgress or Completed
   * @param message what it waits for, or what came of it
   * @param completedTime when it was completed
   * @param recordsNotReplicated at most so many records that the source was known to have are not
   *     on the target; left out while not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PromotionStatus(
      String requestId,
      String state,
      String message,
      String completedTime,
      Long recordsNotReplicated) {}
}
