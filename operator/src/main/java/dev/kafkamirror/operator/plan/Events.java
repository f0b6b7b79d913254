package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.status.AclsVerdict;
import dev.kafkamirror.operator.status.CanaryVerdict;
import dev.kafkamirror.operator.status.ConditionType;
import dev.kafkamirror.operator.status.Conditions;
import dev.kafkamirror.operator.status.Fleet;
import dev.kafkamirror.operator.status.Judgement;
import dev.kafkamirror.operator.status.LagVerdict;
import dev.kafkamirror.operator.status.Situation;
import dev.kafkamirror.operator.status.SourceGroupVerdict;
import dev.kafkamirror.operator.status.TopicConfigsVerdict;
import dev.kafkamirror.operator.status.Truth;
import dev.kafkamirror.operator.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what happened to a mirror that a person wants to be told: turns, not states. */
final class Events {
  /** Reasons of an un-Ready mirror that is on its way: no news. */
  private static final Set<String> ON_ITS_WAY =
      Set.of("Starting", "ApplyingSettings", "Pausing", "Stopping", "PartitionsPending");

  private Events() {}

  static List<MirrorEvent> of(
      Observation seen, List<HasMetadata> writes, Judgement judgement, LagVerdict lag) {
    var events = new ArrayList<MirrorEvent>();
    writes.stream()
        .filter(Deployment.class::isInstance)
        .flatMap(wanted -> workload(seen, (Deployment) wanted).stream())
        .forEach(events::add);
    ready(seen, judgement.ready()).ifPresent(events::add);
    var fleet = new Fleet(seen.pods());
    begun(seen, TopicConfigsVerdict.of(fleet)).ifPresent(events::add);
    begun(seen, AclsVerdict.of(fleet)).ifPresent(events::add);
    begun(seen, SourceGroupVerdict.of(fleet)).ifPresent(events::add);
    var canary = CanaryVerdict.of(fleet, conditions(seen));
    begun(seen, canary).ifPresent(events::add);
    ended(seen, canary, "canaries arrive in time again").ifPresent(events::add);
    begun(seen, lag.verdict()).ifPresent(events::add);
    ended(seen, lag.verdict(), "the target is not too far behind any more").ifPresent(events::add);
    promoted(seen, fleet).ifPresent(events::add);
    return events;
  }

  private static Optional<MirrorEvent> promoted(Observation seen, Fleet fleet) {
    return fleet
        .promotion()
        .filter(promotion -> promotion.completed() != null)
        .filter(
            promotion ->
                Optional.ofNullable(seen.mirror().getStatus())
                    .map(KafkaMirrorStatus::promotion)
                    .filter(before -> promotion.completed().equals(before.completedTime()))
                    .isEmpty())
        .map(
            promotion ->
                new MirrorEvent(
                    MirrorEvent.Type.Normal,
                    "Promoted",
                    "request %s: %s".formatted(promotion.requestId(), promotion.message())));
  }

  private static List<Condition> conditions(Observation seen) {
    var status = seen.mirror().getStatus();
    return status == null ? null : status.conditions();
  }

  /** Said once when it is over. */
  private static Optional<MirrorEvent> ended(
      Observation seen, Optional<Verdict> verdict, String message) {
    return verdict
        .filter(now -> now.status() == Truth.True)
        .filter(
            now ->
                Conditions.find(conditions(seen), now.type())
                    .filter(before -> Truth.False.name().equals(before.getStatus()))
                    .isPresent())
        .map(now -> new MirrorEvent(MirrorEvent.Type.Normal, now.type().name(), message));
  }

  /** Said once when it begins; that it is over is no news. */
  private static Optional<MirrorEvent> begun(Observation seen, Optional<Verdict> verdict) {
    return verdict
        .filter(now -> now.status() == Truth.False)
        .filter(
            now ->
                Conditions.find(conditions(seen), now.type())
                    .filter(condition -> same(condition, now))
                    .isEmpty())
        .map(now -> new MirrorEvent(MirrorEvent.Type.Warning, now.reason(), now.message()));
  }

  private static Optional<MirrorEvent> workload(Observation seen, Deployment wanted) {
    int replicas = wanted.getSpec().getReplicas();
    var live = seen.deployment();
    if (live.isEmpty()) {
      return Optional.of(
          new MirrorEvent(
              MirrorEvent.Type.Normal, "Started", "made Deployment of " + replicas + " pods"));
    }
    int before = Optional.ofNullable(live.get().getSpec().getReplicas()).orElse(1);
    return before == replicas
        ? Optional.empty()
        : Optional.of(
            new MirrorEvent(
                MirrorEvent.Type.Normal,
                "Scaled",
                "scaled from " + before + " to " + replicas + " pods"));
  }

  private static Optional<MirrorEvent> ready(Observation seen, Verdict ready) {
    var before = Conditions.find(conditions(seen), ConditionType.Ready);
    if (before.filter(condition -> same(condition, ready)).isPresent()) {
      return Optional.empty();
    }
    boolean wasReady = before.filter(c -> Truth.True.name().equals(c.getStatus())).isPresent();
    if (ready.status() == Truth.True) {
      return Optional.of(
          new MirrorEvent(
              MirrorEvent.Type.Normal,
              ready.reason().equals("Replicating") ? "Ready" : ready.reason(),
              ready.message()));
    }
    boolean expected = ON_ITS_WAY.contains(ready.reason());
    boolean asked = expected && !ready.reason().equals("PartitionsPending");
    if (expected && (!wasReady || asked || Situation.stopped(seen.mirror().getSpec()))) {
      return Optional.empty();
    }
    return Optional.of(
        new MirrorEvent(
            MirrorEvent.Type.Warning, expected ? "NotReady" : ready.reason(), ready.message()));
  }

  private static boolean same(Condition before, Verdict now) {
    return now.status().name().equals(before.getStatus())
        && now.reason().equals(before.getReason());
  }
}
