package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.AutoscalingStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.CanaryStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.ClusterStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.DataLossStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.DeliveryStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.GroupProblem;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.GroupsStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.HeartbeatStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.LagStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.PartitionsStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.TasksStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.ThroughputStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.TopicsStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes the fleet's numbers and the judgement down as a status. What is unknown is left out. */
public final class StatusMaker {
  private static final int MOST_PROBLEMS = 10;
  private static final KafkaMirrorStatus NOTHING =
      new KafkaMirrorStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null);

  private StatusMaker() {}

  /**
   * The status that a mirror should have.
   *
   * @param replicas pods that there should be
   * @param lag whether the target is as far behind as it may be
   * @param autoscaling why there should be so many, null when the spec says it
   * @param selector label selector of the mirror's pods
   */
  public static KafkaMirrorStatus make(
      KafkaMirror mirror,
      Fleet fleet,
      Judgement judgement,
      LagVerdict lag,
      int replicas,
      AutoscalingStatus autoscaling,
      String selector,
      Instant now) {
    var previous = Optional.ofNullable(mirror.getStatus());
    long generation = mirror.getMetadata().getGeneration();
    boolean answers = !fleet.answers().isEmpty();
    var flow = fleet.flow();
    var dataLoss = dataLoss(fleet).or(() -> previous.map(KafkaMirrorStatus::dataLoss));
    var promotion =
        PromotionVerdict.status(fleet, previous.map(KafkaMirrorStatus::promotion).orElse(null))
            .orElse(null);
    var verdicts = new ArrayList<>(judgement.verdicts());
    TopicConfigsVerdict.of(fleet).ifPresent(verdicts::add);
    AclsVerdict.of(fleet).ifPresent(verdicts::add);
    lag.verdict().ifPresent(verdicts::add);
    CanaryVerdict.of(fleet, previous.map(KafkaMirrorStatus::conditions).orElse(null))
        .ifPresent(verdicts::add);
    GroupsVerdict.of(fleet.groups()).ifPresent(verdicts::add);
    SourceGroupVerdict.of(fleet).ifPresent(verdicts::add);
    PromotionVerdict.of(fleet, promotion).ifPresent(verdicts::add);
    LossVerdict.of(dataLoss.orElse(null), mirror.getMetadata().getAnnotations())
        .ifPresent(verdicts::add);
    int ready = (int) fleet.lasting().stream().filter(pod -> pod.ready()).count();
    return new KafkaMirrorStatus(
        generation,
        summary(fleet, judgement, ready, replicas),
        fleet.lasting().size(),
        ready,
        selector,
        fleet.revision().orElse(null),
        cluster(fleet, Fleet::source, ReplicatorStatus::source, previous.map(s -> s.source())),
        cluster(fleet, Fleet::target, ReplicatorStatus::target, previous.map(s -> s.target())),
        answers ? tasks(fleet) : null,
        flow.map(StatusMaker::topics).orElse(null),
        flow.map(f -> partitions(fleet, f)).orElse(null),
        lag(fleet),
        answers ? throughput(fleet) : null,
        groups(fleet.groups()),
        fleet
            .delivery()
            .map(d -> new DeliveryStatus(d.guarantee().name(), d.reason()))
            .orElse(null),
        flow.map(Flow::heartbeat)
            .map(beat -> heartbeat(beat, previous.map(s -> s.heartbeat())))
            .orElse(null),
        flow.map(Flow::canary)
            .map(canary -> canary(canary, previous.map(s -> s.canary())))
            .orElse(null),
        dataLoss.orElse(null),
        autoscaling,
        promotion,
        Conditions.of(
            verdicts, previous.map(KafkaMirrorStatus::conditions).orElse(null), generation, now));
  }

  /** The status of a mirror that the operator can't write the objects of; numbers stay. */
  public static KafkaMirrorStatus failed(KafkaMirror mirror, String why, Instant now) {
    var before = Optional.ofNullable(mirror.getStatus()).orElse(NOTHING);
    long generation = mirror.getMetadata().getGeneration();
    var message = "the operator can't write what the mirror needs and tries again: " + why;
    var verdicts =
        new ArrayList<>(
            List.of(
                new Verdict(ConditionType.Ready, Truth.False, "ApplyFailed", message),
                new Verdict(ConditionType.Reconciling, Truth.True, "ApplyFailed", message),
                new Verdict(ConditionType.Stalled, Truth.False, "NotStalled", ""),
                new Verdict(
                    ConditionType.ConfigurationValid, Truth.Unknown, "ApplyFailed", message)));
    LossVerdict.of(before.dataLoss(), mirror.getMetadata().getAnnotations())
        .ifPresent(verdicts::add);
    return new KafkaMirrorStatus(
        generation,
        "ApplyFailed: " + why.substring(0, Math.min(why.length(), 200)),
        before.replicas(),
        before.readyReplicas(),
        before.selector(),
        before.configRevision(),
        before.source(),
        before.target(),
        before.tasks(),
        before.topics(),
        before.partitions(),
        before.lag(),
        before.throughput(),
        before.groups(),
        before.delivery(),
        before.heartbeat(),
        before.canary(),
        before.dataLoss(),
        before.autoscaling(),
        before.promotion(),
        Conditions.of(verdicts, before.conditions(), generation, now));
  }

  private static String summary(Fleet fleet, Judgement judgement, int ready, int desired) {
    var pods = ready + "/" + desired + " pods ready";
    var partitions =
        fleet
            .flow()
            .map(f -> fleet.sum(Work::replicating) + "/" + f.partitionsTotal() + " partitions, ");
    return judgement.ready().reason() + ": " + partitions.orElse("") + pods;
  }

  private static ClusterStatus cluster(
      Fleet fleet,
      Function<Fleet, Optional<ClusterHealth>> worst,
      Function<ReplicatorStatus, ClusterHealth> side,
      Optional<ClusterStatus> previous) {
    // The id of a cluster that can't be reached any more is still the one that was mirrored.
    var id = fleet.clusterId(side).or(() -> previous.map(ClusterStatus::clusterId)).orElse(null);
    var state = worst.apply(fleet).map(health -> health.state().name()).orElse("Unknown");
    return new ClusterStatus(id, state);
  }

  private static TasksStatus tasks(Fleet fleet) {
    int failed = fleet.sum(Work::tasksFailed);
    return new TasksStatus(
        fleet.flow().map(Flow::tasksDesired).orElse(null), fleet.sum(Work::tasks) - failed, failed);
  }

  private static TopicsStatus topics(Flow flow) {
    var configs = flow.configsFailed();
    var deleted = flow.sourceDeleted();
    return new TopicsStatus(
        flow.topicsMatched(),
        flow.topicsReplicating(),
        configs == null ? null : configs.topics(),
        deleted == null ? null : deleted.topics(),
        deleted == null || deleted.topics() == 0
            ? null
            : deleted.first().stream().map(TopicNote::topic).toList());
  }

  private static PartitionsStatus partitions(Fleet fleet, Flow flow) {
    return new PartitionsStatus(
        flow.partitionsTotal(),
        fleet.sum(Work::replicating),
        fleet.sum(Work::catchingUp),
        fleet.sum(Work::failed),
        flow.partitionsUnassigned());
  }

  /**
   * Known only where pods own every partition: one that nobody owns has a lag that nobody measures.
   */
  private static LagStatus lag(Fleet fleet) {
    var records = fleet.lagRecords();
    return knownLagSeconds(fleet)
        .filter(seconds -> records.isPresent())
        .map(
            seconds ->
                new LagStatus(
                    "Known",
                    Rounding.twoDigits(records.get()),
                    Rounding.twoDigits(fleet.lagBytes().orElse(null)),
                    Rounding.oneTwoFive(seconds)))
        .orElseGet(() -> new LagStatus("Unknown", null, null, null));
  }

  /** See {@link #lag}. */
  static Optional<Long> knownLagSeconds(Fleet fleet) {
    var everyPartitionOwned = fleet.flow().filter(f -> f.partitionsUnassigned() == 0).isPresent();
    return everyPartitionOwned && fleet.stale().isEmpty() ? fleet.lagSeconds() : Optional.empty();
  }

  private static GroupsStatus groups(List<Groups> shares) {
    return shares.isEmpty()
        ? null
        : new GroupsStatus(
            shares.stream().mapToInt(Groups::matched).sum(),
            shares.stream().mapToInt(Groups::synced).sum(),
            shares.stream().mapToInt(Groups::activeOnTarget).sum(),
            shares.stream().mapToInt(Groups::failed).sum(),
            shares.stream()
                .flatMap(share -> share.problems().stream())
                .limit(MOST_PROBLEMS)
                .map(problem -> new GroupProblem(problem.name(), problem.reason()))
                .toList());
  }

  private static Optional<DataLossStatus> dataLoss(Fleet fleet) {
    return fleet
        .dataLoss()
        .map(loss -> new DataLossStatus(loss.events(), loss.records(), range(loss.last())));
  }

  private static KafkaMirrorStatus.LostRange range(ReplicatorStatus.LostRange range) {
    return new KafkaMirrorStatus.LostRange(
        range.topic(),
        range.partition(),
        range.fromOffset(),
        range.toOffset(),
        range.reason(),
        range.time());
  }

  private static ThroughputStatus throughput(Fleet fleet) {
    return new ThroughputStatus(
        Rounding.twoDigits(fleet.rate(Work::recordsPerSecond)),
        Rounding.twoDigits(fleet.rate(Work::bytesPerSecond)));
  }

  private static HeartbeatStatus heartbeat(Heartbeat beat, Optional<HeartbeatStatus> previous) {
    return new HeartbeatStatus(
        beat.state().name(),
        calm(beat.roundTripMillis(), previous.map(HeartbeatStatus::roundTripMillis)));
  }

  private static CanaryStatus canary(Canary canary, Optional<CanaryStatus> previous) {
    return new CanaryStatus(
        canary.state().name(),
        calm(canary.delayMillis(), previous.map(CanaryStatus::delayMillis)),
        canary.lost());
  }

  /** A time of the way wavers around a step of the series; an idle mirror's status must not. */
  private static Long calm(Long millis, Optional<Long> before) {
    var rounded = Rounding.oneTwoFive(millis);
    boolean wavers =
        rounded != null
            && before.isPresent()
            && rounded <= 5 * before.get()
            && before.get() <= 5 * rounded;
    return wavers ? before.get() : rounded;
  }
}
