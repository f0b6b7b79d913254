package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from a pod what the plan needs to know. */
final class PodStates {
  /** Reasons of a waiting container that are no news: it is on its way. */
  private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");

  private PodStates() {}

  static PodState of(Pod pod, PodReport report) {
    var status = Optional.ofNullable(pod.getStatus());
    return new PodState(
        pod.getMetadata().getName(),
        conditions(status)
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())),
        pod.getMetadata().getDeletionTimestamp() != null,
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of()),
        problem(status),
        report);
  }

  private static String problem(Optional<PodStatus> status) {
    return waiting(status).or(() -> unschedulable(status)).orElse(null);
  }

  private static Optional<String> waiting(Optional<PodStatus> status) {
    return status.map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getWaiting() != null)
        .map(state -> state.getWaiting())
        .filter(why -> why.getReason() != null && !ON_ITS_WAY.contains(why.getReason()))
        .map(why -> why.getReason() + detail(why.getMessage()))
        .findFirst();
  }

  private static Optional<String> unschedulable(Optional<PodStatus> status) {
    return conditions(status)
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> c.getReason() + detail(c.getMessage()))
        .findFirst();
  }

  private static String detail(String message) {
    return message == null ? "" : ": " + message;
  }

  private static Stream<PodCondition> conditions(Optional<PodStatus> status) {
    return status.map(PodStatus::getConditions).stream().flatMap(List::stream);
  }
}
