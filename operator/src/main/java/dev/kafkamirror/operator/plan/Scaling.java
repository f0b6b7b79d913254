package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.AutoscalingSpec.Mode;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.AutoscalingStatus;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.scale.Autoscaler;
import dev.kafkamirror.operator.scale.FlowLoad;
import dev.kafkamirror.operator.scale.ScaleHistory;
import dev.kafkamirror.operator.status.Fleet;
import dev.kafkamirror.operator.status.Situation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Optional;

/**
 * How many pods there should be, by the spec or by the autoscaler.
 *
 * @param status what is said of the autoscaler, null when it does not choose
 * @param history what it goes by the next time
 */
record Scaling(int replicas, AutoscalingStatus status, ScaleHistory history) {

  static Scaling of(Observation seen, Fleet fleet, Instant now) {
    var spec = seen.mirror().getSpec();
    int asked = Situation.replicas(spec);
    var autoscaling = spec.autoscaling();
    if (asked == 0 || autoscaling == null || autoscaling.mode() == Mode.Disabled) {
      return new Scaling(asked, null, ScaleHistory.NONE);
    }
    var before = Optional.ofNullable(seen.mirror().getStatus()).map(KafkaMirrorStatus::autoscaling);
    int current = autoscaling.mode() == Mode.DryRun ? asked : current(seen, before, asked);
    var decision =
        Autoscaler.decide(
            autoscaling, load(seen, fleet, current), current, seen.memory().scale(), now);
    String lastTime =
        decision.replicas() == current
            ? before.map(AutoscalingStatus::lastScaleTime).orElse(null)
            : now.toString();
    return new Scaling(
        decision.replicas(),
        new AutoscalingStatus(
            decision.replicas(), decision.recommended(), decision.reason(), lastTime),
        decision.history());
  }

  /** What was decided last; after a restart of the operator the pods that there are say it. */
  private static int current(Observation seen, Optional<AutoscalingStatus> before, int asked) {
    int remembered = seen.memory().scale().replicas();
    if (remembered > 0) {
      return remembered;
    }
    return seen.deployment()
        .map(Deployment::getSpec)
        .map(deployment -> deployment.getReplicas())
        .filter(replicas -> replicas > 0)
        .or(() -> before.map(AutoscalingStatus::currentReplicas))
        .orElse(asked);
  }

  /** Known only of as many pods as there should be: others are coming or going. */
  private static Optional<FlowLoad> load(Observation seen, Fleet fleet, int current) {
    boolean settled =
        fleet.lasting().size() == current && fleet.pods().size() == fleet.lasting().size();
    return settled && Situation.running(seen.mirror().getSpec())
        ? FlowLoads.of(fleet)
        : Optional.empty();
  }
}
