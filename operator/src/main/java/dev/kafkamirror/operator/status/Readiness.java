package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import java.util.Optional;

/** Judges {@code Ready}: whether the mirror does what its spec asks for. */
final class Readiness {
  private final Situation now;
  private final Fleet fleet;

  Readiness(Situation now) {
    this.now = now;
    this.fleet = now.fleet();
  }

  Verdict judge() {
    return invalid()
        .or(this::stopped)
        .or(this::unheard)
        .or(this::promoted)
        .or(this::unreachable)
        .or(this::unapplied)
        .or(this::paused)
        .or(this::failing)
        .or(this::standby)
        .or(this::idle)
        .or(this::incomplete)
        .or(this::heartbeat)
        .orElseGet(this::replicating);
  }

  private Optional<Verdict> invalid() {
    var problem = now.problem();
    if (problem == null) {
      return Optional.empty();
    }
    var goesOn =
        now.workload() == null || now.workload().desired() == 0
            ? ""
            : "; the mirror goes on with its last valid settings";
    return no(problem.reason().name(), problem.message() + goesOn);
  }

  private Optional<Verdict> stopped() {
    if (!now.stopped()) {
      return Optional.empty();
    }
    return fleet.pods().isEmpty()
        ? yes("Stopped", "stopped as the spec asks: no pods, positions stay on the target")
        : no("Stopping", fleet.pods().size() + " pods are ending");
  }

  private Optional<Verdict> unheard() {
    if (!fleet.answers().isEmpty()) {
      return Optional.empty();
    }
    if (!fleet.stale().isEmpty()) {
      return unavailable();
    }
    return fleet
        .problem()
        .map(why -> no("NoWorkers", why))
        .orElseGet(() -> no("Starting", "the pods are starting"));
  }

  /** A source that is gone is no fault of a mirror that no longer needs it. */
  private Optional<Verdict> promoted() {
    return PromotionVerdict.isOver(fleet)
        ? yes("Promoted", "promoted as the spec asks: nothing is copied any more")
        : Optional.empty();
  }

  private Optional<Verdict> unreachable() {
    return side(fleet.source(), "source", now.spec().source().alias(), "SourceUnreachable")
        .or(() -> side(fleet.target(), "target", now.spec().target().alias(), "TargetUnreachable"));
  }

  private Optional<Verdict> side(
      Optional<ClusterHealth> health, String side, String alias, String unreachable) {
    if (health.isEmpty()) {
      return Optional.empty();
    }
    var place = side + " cluster " + alias + ": ";
    var message = Optional.ofNullable(health.get().message());
    return switch (health.get().state()) {
      case Reachable, Unknown -> Optional.empty();
      case ConnectionFailed -> no(unreachable, place + message.orElse("no broker answers"));
      case AuthenticationFailed, TlsFailed, AuthorizationFailed, ClusterIdMismatch ->
          no(health.get().state().name(), place + message.orElse("it refuses the mirror"));
    };
  }

  private Optional<Verdict> unapplied() {
    var refused = fleet.settingsError();
    if (refused.isPresent()) {
      return no("ConfigurationInvalid", refused.get());
    }
    return fleet.lastingAnswers().stream()
        .filter(answer -> !now.revision().equals(answer.revision()))
        .findFirst()
        .flatMap(
            answer ->
                no(
                    "ApplyingSettings",
                    "pod "
                        + answer.pod()
                        + " has not applied revision "
                        + now.revision()
                        + " of the settings yet"));
  }

  private Optional<Verdict> paused() {
    if (!now.paused()) {
      return Optional.empty();
    }
    return fleet.paused()
        ? yes("Paused", "paused as the spec asks: pods stay, nothing is copied")
        : no("Pausing", "the pods are finishing what is on its way");
  }

  private Optional<Verdict> failing() {
    var failures = fleet.failures();
    int partitions = fleet.sum(Work::failed);
    int tasks = fleet.sum(Work::tasksFailed);
    if (failures.isEmpty() && partitions == 0 && tasks == 0) {
      return Optional.empty();
    }
    var what =
        failures.stream()
            .map(
                failure ->
                    failure.topic()
                        + (failure.partition() < 0 ? "" : "-" + failure.partition())
                        + ": "
                        + failure.reason()
                        + ": "
                        + failure.message())
            .findFirst()
            .orElse("see the pods' logs");
    return no(
        "PartitionsFailed",
        partitions + " partitions and " + tasks + " tasks failed; first: " + what);
  }

  private Optional<Verdict> standby() {
    return fleet
        .flow()
        .filter(flow -> flow.topicsMatched() == 0 && flow.standby() > 0)
        .flatMap(
            flow ->
                yes(
                    "Standby",
                    "%d topics wait until KafkaMirror %s is promoted"
                        .formatted(flow.standby(), now.spec().reverseOf().name())));
  }

  private Optional<Verdict> idle() {
    return fleet
        .flow()
        .filter(flow -> flow.topicsMatched() == 0)
        .flatMap(
            flow ->
                yes(
                    "NoMatchingTopics",
                    "the source has no topic that spec.topics selects; one that appears is"
                        + " mirrored at once"));
  }

  private Optional<Verdict> incomplete() {
    var why = missing();
    if (why.isEmpty()) {
      return Optional.empty();
    }
    if (!fleet.stale().isEmpty()) {
      return unavailable();
    }
    return now.maybeHandingOver()
        ? yes("Replicating", "partitions are moving between pods")
        : no("PartitionsPending", why.get());
  }

  /** What is missing until every partition is known to replicate. */
  private Optional<String> missing() {
    if (fleet.flow().isEmpty()) {
      return Optional.of("no pod leads the fleet yet");
    }
    var flow = fleet.flow().get();
    int replicating = fleet.sum(Work::replicating);
    if (flow.partitionsUnassigned() > 0 || replicating < flow.partitionsTotal()) {
      return Optional.of(
          "%d of %d partitions replicate, %d belong to no pod yet"
              .formatted(replicating, flow.partitionsTotal(), flow.partitionsUnassigned()));
    }
    return fleet.lagRecords().isEmpty()
        ? Optional.of("the lag is not known yet")
        : Optional.empty();
  }

  private Optional<Verdict> heartbeat() {
    return fleet
        .flow()
        .map(Flow::heartbeat)
        .filter(heartbeat -> heartbeat.state() == HeartbeatState.Stale)
        .flatMap(
            heartbeat ->
                no(
                    "HeartbeatStale",
                    Optional.ofNullable(heartbeat.message())
                        .orElse("no heartbeat reached the target lately")));
  }

  private Verdict replicating() {
    var flow = fleet.flow().orElseThrow();
    return new Verdict(
        ConditionType.Ready,
        Truth.True,
        "Replicating",
        "all %d partitions of %d topics replicate"
            .formatted(flow.partitionsTotal(), flow.topicsMatched()));
  }

  /** Whether every partition is seen to replicate, or the fleet does what else is asked of it. */
  boolean complete() {
    return !fleet.answers().isEmpty() && missing().isEmpty();
  }

  private Optional<Verdict> unavailable() {
    return Optional.of(
        new Verdict(
            ConditionType.Ready,
            Truth.Unknown,
            "StatusUnavailable",
            "no answer from "
                + String.join(", ", fleet.stale())
                + " on port 8080; look at the pods and at network policies"));
  }

  private static Optional<Verdict> yes(String reason, String message) {
    return Optional.of(new Verdict(ConditionType.Ready, Truth.True, reason, message));
  }

  private static Optional<Verdict> no(String reason, String message) {
    return Optional.of(new Verdict(ConditionType.Ready, Truth.False, reason, message));
  }
}
