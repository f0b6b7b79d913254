package dev.kafkamirror.operator.status;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges all conditions. {@code Reconciling} and {@code Stalled} are never both True: kstatus takes
 * whichever it finds first.
 *
 * @param replicating whether the pods' reports show every partition replicating
 */
public record Judgement(
    Verdict ready,
    Verdict reconciling,
    Verdict stalled,
    Verdict configurationValid,
    boolean replicating) {

  /** Reasons of {@code Ready} that nothing but a person's deed mends. */
  private static final Set<String> FOR_A_PERSON =
      Set.of(
          "AuthenticationFailed",
          "TlsFailed",
          "AuthorizationFailed",
          "ClusterIdMismatch",
          "ConfigurationInvalid");

  /** The judgement of a situation. */
  public static Judgement of(Situation now) {
    var readiness = new Readiness(now);
    var ready = readiness.judge();
    var stalled = stalled(now, ready);
    return new Judgement(
        ready,
        stalled.status() == Truth.True
            ? new Verdict(ConditionType.Reconciling, Truth.False, "Stalled", stalled.message())
            : reconciling(now, ready),
        stalled,
        configurationValid(now, ready),
        readiness.complete());
  }

  /** All four, in the order of {@link ConditionType}. */
  public List<Verdict> verdicts() {
    return List.of(ready, reconciling, stalled, configurationValid);
  }

  private static Verdict stalled(Situation now, Verdict ready) {
    boolean badSpec = now.problem() != null && !now.problem().reason().waits();
    if (badSpec || FOR_A_PERSON.contains(ready.reason())) {
      return new Verdict(ConditionType.Stalled, Truth.True, ready.reason(), ready.message());
    }
    var stuck = Optional.ofNullable(now.workload()).map(Workload::stuck);
    // Pods that run but can't reach Kafka are no failed roll-out.
    boolean broken = now.fleet().problem().isPresent() || now.fleet().answers().isEmpty();
    if (stuck.isPresent() && broken && !now.stopped()) {
      return new Verdict(
          ConditionType.Stalled,
          Truth.True,
          "ProgressDeadlineExceeded",
          now.fleet().problem().orElse(stuck.get()));
    }
    return new Verdict(ConditionType.Stalled, Truth.False, "NotStalled", "");
  }

  private static Verdict reconciling(Situation now, Verdict ready) {
    if (now.problem() != null) {
      return yes("WaitingForSecret", ready.message());
    }
    if (now.workload() == null) {
      return yes("Starting", "the pods' Deployment is being made");
    }
    return rollOut(now.workload())
        .or(() -> promoting(now.fleet()))
        .or(() -> applying(ready))
        .orElseGet(() -> new Verdict(ConditionType.Reconciling, Truth.False, "UpToDate", ""));
  }

  private static Optional<Verdict> rollOut(Workload workload) {
    if (workload.settled()) {
      return Optional.empty();
    }
    var message =
        "%d of %d pods are ready, %d of the newest template"
            .formatted(workload.ready(), workload.desired(), workload.updated());
    if (workload.ready() == 0 && workload.desired() > 0) {
      return Optional.of(yes("Starting", message));
    }
    return Optional.of(
        yes(workload.updated() < workload.pods() ? "RollingOut" : "Scaling", message));
  }

  private static Optional<Verdict> promoting(Fleet fleet) {
    return fleet
        .promotion()
        .filter(promotion -> promotion.completed() == null)
        .map(promotion -> yes("Promoting", promotion.message()));
  }

  private static Optional<Verdict> applying(Verdict ready) {
    return switch (ready.reason()) {
      case "ApplyingSettings", "Pausing", "Starting", "Stopping" ->
          Optional.of(yes(ready.reason(), ready.message()));
      default -> Optional.empty();
    };
  }

  private static Verdict configurationValid(Situation now, Verdict ready) {
    if (now.problem() != null) {
      return new Verdict(
          ConditionType.ConfigurationValid,
          Truth.False,
          now.problem().reason().name(),
          now.problem().message());
    }
    return ready.reason().equals("ConfigurationInvalid")
        ? new Verdict(
            ConditionType.ConfigurationValid, Truth.False, ready.reason(), ready.message())
        : new Verdict(ConditionType.ConfigurationValid, Truth.True, "Valid", "");
  }

  private static Verdict yes(String reason, String message) {
    return new Verdict(ConditionType.Reconciling, Truth.True, reason, message);
  }
}
