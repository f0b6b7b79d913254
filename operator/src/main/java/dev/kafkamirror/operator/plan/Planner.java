package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.operator.observe.Neighbour;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.status.ConditionType;
import dev.kafkamirror.operator.status.Conditions;
import dev.kafkamirror.operator.status.Fleet;
import dev.kafkamirror.operator.status.Judgement;
import dev.kafkamirror.operator.status.LagVerdict;
import dev.kafkamirror.operator.status.Situation;
import dev.kafkamirror.operator.status.StatusMaker;
import dev.kafkamirror.operator.status.Truth;
import dev.kafkamirror.operator.status.Workload;
import dev.kafkamirror.operator.status.WritePolicy;
import dev.kafkamirror.operator.validation.Problem;
import dev.kafkamirror.operator.validation.Validation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what to write for one mirror. */
public final class Planner {
  /** When nothing happens: also the cure for a missed event. */
  static final Duration CALM = Duration.ofMinutes(3);

  /** While something is wrong whose end no event may tell. */
  static final Duration TROUBLED = Duration.ofSeconds(10);

  private final ReplicatorPods pods;

  public Planner(ReplicatorPods pods) {
    this.pods = pods;
  }

  /** The plan for what is seen at a time. */
  public Plan plan(Observation seen, Instant now) {
    return plan(
        seen,
        Validation.firstProblem(self(seen), seen)
            .or(() -> PodExtras.problem(seen.mirror().getSpec().podTemplate())),
        now);
  }

  /**
   * The plan for what is seen when the API server has refused the mirror's Deployment: pods go on
   * as they are.
   *
   * @param why what it said
   */
  public Plan refused(Observation seen, String why, Instant now) {
    return plan(seen, Optional.of(PodExtras.invalid(why)), now);
  }

  private Plan plan(Observation seen, Optional<Problem> problem, Instant now) {
    var mirror = seen.mirror();
    var fleet = new Fleet(seen.pods());
    var settings = SettingsFile.of(mirror, ClusterIds.of(mirror, fleet));
    var scaling = Scaling.of(seen, fleet, now);
    var wanted = wanted(seen, settings, problem, scaling.replicas());
    var writes =
        wanted.stream()
            .map(Drift::stamped)
            .filter(child -> Drift.drifted(child, live(seen, child)))
            .toList();
    var revision =
        problem.isEmpty() ? settings.revision() : appliedRevision(seen).orElse(settings.revision());
    var judgement =
        Judgement.of(
            new Situation(
                mirror.getSpec(),
                problem.orElse(null),
                revision,
                workload(seen, writes),
                fleet,
                seen.memory().lastReplicating(),
                wasReady(mirror),
                now));
    var lag = LagVerdict.of(mirror.getSpec(), fleet, seen.memory().lagHighSince(), now);
    var status =
        StatusMaker.make(
            mirror,
            fleet,
            judgement,
            lag,
            scaling.replicas(),
            scaling.status(),
            Names.selectorText(mirror.getMetadata().getName()),
            now);
    var delay = WritePolicy.delay(mirror.getStatus(), status, seen.memory().lastStatusWrite(), now);
    boolean write = delay.filter(Duration::isZero).isPresent();
    boolean ready = judgement.ready().status() == Truth.True;
    return new Plan(
        writes,
        problem.isEmpty() ? unwanted(seen, wanted) : List.of(),
        new PodRefresh(revision, seen, now).patches(),
        write ? Optional.of(status) : Optional.empty(),
        write ? Events.of(seen, writes, judgement, lag) : List.of(),
        again(
            Stream.of(write ? Optional.<Duration>empty() : delay, lag.again()),
            ready && scaling.status() == null),
        judgement.replicating(),
        lag.highSince(),
        scaling.history());
  }

  /**
   * The status of a mirror whose plan could not be carried out; empty when it says so already.
   *
   * @param why what the API server answered
   */
  public Optional<KafkaMirrorStatus> failed(KafkaMirror mirror, String why, Instant now) {
    var status = StatusMaker.failed(mirror, why, now);
    return WritePolicy.delay(mirror.getStatus(), status, now, now)
        .filter(Duration::isZero)
        .map(write -> status);
  }

  private List<HasMetadata> wanted(
      Observation seen, SettingsFile settings, Optional<Problem> problem, int replicas) {
    var children = new Children(seen.mirror(), replicas);
    if (problem.isEmpty()) {
      return children.all(settings, pods);
    }
    // Pods go on with the last valid settings. Only to stop needs none.
    return seen.deployment().isPresent() && Situation.stopped(seen.mirror().getSpec())
        ? List.of(children.deployment(pods))
        : List.of();
  }

  /** What the operator made for the mirror and does not want any more. */
  private static List<HasMetadata> unwanted(Observation seen, List<HasMetadata> wanted) {
    var kinds = wanted.stream().map(HasMetadata::getKind).collect(Collectors.toSet());
    return seen.children().stream()
        .filter(child -> !kinds.contains(child.getKind()))
        .filter(child -> child.hasOwnerReferenceFor(seen.mirror()))
        .toList();
  }

  private static Optional<HasMetadata> live(Observation seen, HasMetadata wanted) {
    return seen.children().stream()
        .filter(child -> child.getKind().equals(wanted.getKind()))
        .filter(child -> child.getMetadata().getName().equals(wanted.getMetadata().getName()))
        .findFirst();
  }

  /** The roll-out; what this plan is about to write has not been observed yet. */
  private static Workload workload(Observation seen, List<HasMetadata> writes) {
    var live = Workload.of(seen.deployment().orElse(null));
    boolean changes = writes.stream().anyMatch(Deployment.class::isInstance);
    return live == null || !changes ? live : live.outdated();
  }

  private static Optional<String> appliedRevision(Observation seen) {
    return appliedText(seen).map(SettingsFile::revision);
  }

  private static Optional<String> appliedText(Observation seen) {
    return seen.configMap().map(map -> map.getData()).map(data -> data.get(SettingsFile.KEY));
  }

  private static Neighbour self(Observation seen) {
    return neighbour(seen.mirror(), appliedText(seen).flatMap(SettingsFile::parse));
  }

  /**
   * A mirror as its neighbours see it.
   *
   * @param applied the settings that its pods run on, empty when it never ran
   */
  public static Neighbour neighbour(KafkaMirror mirror, Optional<KafkaMirrorSpec> applied) {
    var target = Optional.ofNullable(mirror.getStatus()).map(KafkaMirrorStatus::target);
    return new Neighbour(
        mirror.getMetadata().getNamespace(),
        mirror.getMetadata().getName(),
        mirror.getMetadata().getCreationTimestamp(),
        mirror.getSpec(),
        applied.orElse(null),
        target.map(KafkaMirrorStatus.ClusterStatus::clusterId).orElse(null));
  }

  private static boolean wasReady(KafkaMirror mirror) {
    var status = mirror.getStatus();
    return status != null
        && Conditions.find(status.conditions(), ConditionType.Ready)
            .filter(ready -> Truth.True.name().equals(ready.getStatus()))
            .isPresent();
  }

  private static Duration again(Stream<Optional<Duration>> delays, boolean ready) {
    return Stream.concat(delays.flatMap(Optional::stream), Stream.of(ready ? CALM : TROUBLED))
        .min(Duration::compareTo)
        .orElseThrow();
  }
}
