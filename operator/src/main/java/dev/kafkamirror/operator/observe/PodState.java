package dev.kafkamirror.operator.observe;

import java.util.Map;

/**
 * One replicator pod.
 *
 * @param ready whether Kubernetes counts it as ready
 * @param terminating whether it was told to end
 * @param problem why it doesn't start, for people; null when it runs or is on its way
 * @param report what it last said of itself; null when it was not asked yet
 */
public record PodState(
    String name,
    boolean ready,
    boolean terminating,
    Map<String, String> annotations,
    String problem,
    PodReport report) {

  public PodState {
    annotations = Map.copyOf(annotations);
  }
}
