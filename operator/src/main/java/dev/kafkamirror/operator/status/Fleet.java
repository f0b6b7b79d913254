package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Delivery;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.NotCopied;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Promotion;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodReport.Freshness;
import dev.kafkamirror.operator.observe.PodState;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The pods' reports put together: the pods' shares summed, what concerns the whole flow from its
 * leader.
 *
 * @param pods every pod, also those that are ending
 */
public record Fleet(List<PodState> pods) {

  /** The most failures that are kept. */
  private static final int MOST_FAILURES = 10;

  /**
   * Worst first: what a person must mend stands before what may mend itself, and that before what
   * is not known yet.
   */
  private static final List<ClusterState> WORST_FIRST =
      List.of(
          ClusterState.ClusterIdMismatch,
          ClusterState.AuthenticationFailed,
          ClusterState.TlsFailed,
          ClusterState.AuthorizationFailed,
          ClusterState.ConnectionFailed,
          ClusterState.Unknown,
          ClusterState.Reachable);

  public Fleet {
    pods = List.copyOf(pods);
  }

  /** Pods that are there to stay. */
  public List<PodState> lasting() {
    return pods.stream().filter(pod -> !pod.terminating()).toList();
  }

  /** Believable answers, of ending pods too: they own partitions until they hand them over. */
  public List<ReplicatorStatus> answers() {
    return answers(pods);
  }

  /** Believable answers of the pods that are there to stay. */
  public List<ReplicatorStatus> lastingAnswers() {
    return answers(lasting());
  }

  /** Pods that used to answer and no longer do. */
  public List<String> stale() {
    return lasting().stream()
        .filter(pod -> pod.report() != null && pod.report().freshness() == Freshness.Stale)
        .map(PodState::name)
        .toList();
  }

  /** Why the first pod that doesn't start doesn't. */
  public Optional<String> problem() {
    return lasting().stream()
        .filter(pod -> pod.problem() != null)
        .map(pod -> "pod " + pod.name() + ": " + pod.problem())
        .findFirst();
  }

  /** The leader's view of the whole flow; of several leaders the latest. */
  public Optional<Flow> flow() {
    return answers().stream()
        .filter(answer -> answer.flow() != null)
        .max(Comparator.comparingInt(ReplicatorStatus::generation))
        .map(ReplicatorStatus::flow);
  }

  /** How far the request to end copying has got, as the leader says; of several the latest. */
  public Optional<Promotion> promotion() {
    return answers().stream()
        .filter(answer -> answer.promotion() != null)
        .max(Comparator.comparingInt(ReplicatorStatus::generation))
        .map(ReplicatorStatus::promotion);
  }

  /** Offsets that pods left uncopied of what was promoted; empty when a pod does not know. */
  public Optional<Long> notCopied() {
    var numbers =
        answers().stream()
            .map(ReplicatorStatus::notCopied)
            .filter(Objects::nonNull)
            .map(NotCopied::records)
            .toList();
    return numbers.isEmpty() || numbers.stream().anyMatch(Objects::isNull)
        ? Optional.empty()
        : numbers.stream().reduce(Long::sum);
  }

  /** The source as the pod sees it that has the most trouble with it. */
  public Optional<ClusterHealth> source() {
    return worst(ReplicatorStatus::source);
  }

  /** The target as the pod sees it that has the most trouble with it. */
  public Optional<ClusterHealth> target() {
    return worst(ReplicatorStatus::target);
  }

  /** Id of a cluster as the first pod that knows it says. */
  public Optional<String> clusterId(Function<ReplicatorStatus, ClusterHealth> side) {
    return answers().stream()
        .map(side)
        .filter(health -> health != null && health.clusterId() != null)
        .map(ClusterHealth::clusterId)
        .findFirst();
  }

  /** The revision that every pod has applied, empty when they differ or none answers. */
  public Optional<String> revision() {
    var revisions = lastingAnswers().stream().map(ReplicatorStatus::revision).distinct().toList();
    return revisions.size() == 1 ? Optional.ofNullable(revisions.getFirst()) : Optional.empty();
  }

  /** Why a pod refused newer settings. */
  public Optional<String> settingsError() {
    return lastingAnswers().stream()
        .filter(answer -> answer.settingsError() != null)
        .map(answer -> "pod " + answer.pod() + ": " + answer.settingsError())
        .findFirst();
  }

  /** Whether every pod that answers, and at least one, holds still. */
  public boolean paused() {
    var answers = lastingAnswers();
    return !answers.isEmpty()
        && answers.stream().allMatch(answer -> answer.fleetState() == FleetState.Paused);
  }

  /** What is not mirrored, in the pods' order, bounded. */
  public List<Failure> failures() {
    return answers().stream()
        .filter(answer -> answer.failures() != null)
        .flatMap(answer -> answer.failures().stream())
        .distinct()
        .limit(MOST_FAILURES)
        .toList();
  }

  /** What holds for every pod's records: the least that one promises. */
  public Optional<Delivery> delivery() {
    return answers().stream()
        .map(ReplicatorStatus::delivery)
        .filter(delivery -> delivery != null && delivery.guarantee() != null)
        .max(Comparator.comparing(Delivery::guarantee));
  }

  /** Sum over all pods. */
  public int sum(ToIntFunction<Work> number) {
    return works().stream().mapToInt(number).sum();
  }

  /** Sum over all pods. */
  public double rate(ToDoubleFunction<Work> number) {
    return works().stream().mapToDouble(number).sum();
  }

  /** Records behind; empty when a pod does not know, or none answers. */
  public Optional<Long> lagRecords() {
    return reduce(Work::lagRecords, Long::sum);
  }

  /** Bytes behind, as far as they can be estimated; empty when a pod does not know. */
  public Optional<Long> lagBytes() {
    return reduce(Work::lagBytes, Long::sum);
  }

  /**
   * What each pod says of its share of the consumer groups; nothing where none are carried over.
   */
  public List<Groups> groups() {
    return answers().stream().map(ReplicatorStatus::groups).filter(Objects::nonNull).toList();
  }

  /** What was lost, summed over all pods; empty when nothing was. */
  public Optional<DataLoss> dataLoss() {
    return answers().stream()
        .map(ReplicatorStatus::dataLoss)
        .filter(loss -> loss != null && loss.events() > 0)
        .reduce(
            (a, b) ->
                new DataLoss(
                    a.events() + b.events(),
                    a.records() + b.records(),
                    a.last().time().compareTo(b.last().time()) > 0 ? a.last() : b.last()));
  }

  /** Seconds behind, of the pod that is the furthest behind; empty when a pod does not know. */
  public Optional<Long> lagSeconds() {
    return reduce(Work::lagSeconds, Math::max);
  }

  private Optional<Long> reduce(Function<Work, Long> number, BinaryOperator<Long> both) {
    var numbers = works().stream().map(number).toList();
    return numbers.stream().anyMatch(Objects::isNull)
        ? Optional.empty()
        : numbers.stream().reduce(both);
  }

  private List<Work> works() {
    return answers().stream().map(ReplicatorStatus::work).filter(Objects::nonNull).toList();
  }

  private Optional<ClusterHealth> worst(Function<ReplicatorStatus, ClusterHealth> side) {
    return lastingAnswers().stream()
        .map(side)
        .filter(health -> health != null && health.state() != null)
        .min(Comparator.comparingInt(health -> WORST_FIRST.indexOf(health.state())));
  }

  private static List<ReplicatorStatus> answers(List<PodState> pods) {
    return pods.stream()
        .map(PodState::report)
        .filter(report -> report != null && report.freshness() == Freshness.Fresh)
        .map(PodReport::status)
        .toList();
  }
}
