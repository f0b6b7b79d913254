package dev.kafkamirror.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * The Deployment's roll-out as numbers.
 *
 * @param desired pods that there should be
 * @param pods pods that there are
 * @param updated pods of the newest template
 * @param ready pods that are ready
 * @param observed whether the Deployment's controller has seen the newest template
 * @param stuck why the roll-out makes no progress, null when it does
 */
public record Workload(
    int desired, int pods, int updated, int ready, boolean observed, String stuck) {

  /** Of a live Deployment; null when there is none. */
  public static Workload of(Deployment deployment) {
    if (deployment == null) {
      return null;
    }
    var status = Optional.ofNullable(deployment.getStatus());
    return new Workload(
        Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1),
        status.map(s -> s.getReplicas()).orElse(0),
        status.map(s -> s.getUpdatedReplicas()).orElse(0),
        status.map(s -> s.getReadyReplicas()).orElse(0),
        status
            .map(s -> s.getObservedGeneration())
            .filter(seen -> seen >= deployment.getMetadata().getGeneration())
            .isPresent(),
        status.stream()
            .flatMap(s -> s.getConditions().stream())
            .filter(c -> "Progressing".equals(c.getType()) && "False".equals(c.getStatus()))
            .map(c -> c.getMessage())
            .findFirst()
            .orElse(null));
  }

  /** The same while a newer template is on its way to the API server. */
  public Workload outdated() {
    return new Workload(desired, pods, updated, ready, false, null);
  }

  /** Whether every pod is there, ready and of the newest template. */
  boolean settled() {
    return observed && pods == desired && updated == desired && ready == desired;
  }
}
