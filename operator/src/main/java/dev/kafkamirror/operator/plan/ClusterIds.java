package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.ClusterStatus;
import dev.kafkamirror.operator.status.Fleet;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which clusters a mirror has to do with: those that its spec names, else those that its status
 * says it was running with, else those that its pods find now.
 *
 * @param source Kafka's id of it, null as long as it is unknown
 * @param target the same
 */
record ClusterIds(String source, String target) {

  static ClusterIds of(KafkaMirror mirror, Fleet fleet) {
    var status = Optional.ofNullable(mirror.getStatus());
    return new ClusterIds(
        id(
            mirror.getSpec().source(),
            status.map(KafkaMirrorStatus::source),
            fleet,
            ReplicatorStatus::source),
        id(
            mirror.getSpec().target(),
            status.map(KafkaMirrorStatus::target),
            fleet,
            ReplicatorStatus::target));
  }

  private static String id(
      ClusterSpec named,
      Optional<ClusterStatus> known,
      Fleet fleet,
      Function<ReplicatorStatus, ClusterHealth> side) {
    return Optional.ofNullable(named.clusterId())
        .or(() -> known.map(ClusterStatus::clusterId))
        .or(() -> fleet.clusterId(side))
        .orElse(null);
  }
}
