package dev.kafkamirror.operator.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every replicator pod has in common.
 *
 * @param image image of the engine
 * @param operatorNamespace where the operator runs; null when it is not in the cluster
 * @param environment variables that are handed through to the pods, e.g. LOG_FORMAT
 */
public record ReplicatorPods(
    String image, String operatorNamespace, Map<String, String> environment) {

  static final Map<String, Quantity> DEFAULT_REQUESTS =
      Map.of("cpu", Quantity.parse("100m"), "memory", Quantity.parse("512Mi"));

  static final Map<String, Quantity> DEFAULT_LIMITS = Map.of("memory", Quantity.parse("512Mi"));

  public ReplicatorPods {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
