package dev.kafkamirror.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator saw last. Bounded and rounded (design D11). */
public record KafkaMirrorStatus(
    Long observedGeneration,
    String message,
    Integer replicas,
    Integer readyReplicas,
    String selector,
    String configRevision,
    ClusterStatus source,
    ClusterStatus target,
    TasksStatus tasks,
    TopicsStatus topics,
    PartitionsStatus partitions,
    LagStatus lag,
    ThroughputStatus throughput,
    HeartbeatStatus heartbeat,
    List<Condition> conditions) {

  /** One cluster as the fleet sees it. */
  public record ClusterStatus(String clusterId, String state) {}

  /** Tasks of the whole flow. */
  public record TasksStatus(Integer desired, Integer running, Integer failed) {}

  /** Topics that the selectors match, and those whose partitions all copy. */
  public record TopicsStatus(Integer matched, Integer replicating) {}

  /** Partitions of the whole flow. */
  public record PartitionsStatus(
      Integer total, Integer replicating, Integer failed, Integer unassigned) {}

  /** How far behind; {@code state} is Unknown where it could not be measured. */
  public record LagStatus(String state, Long records, Long seconds) {}

  /** Rates of the whole flow, two significant digits. */
  public record ThroughputStatus(Long recordsPerSecond, Long bytesPerSecond) {}

  /** Heartbeat: Healthy, Stale, NeverReceived or Disabled. */
  public record HeartbeatStatus(String state, Long roundTripMillis) {}
}
