package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * Compute resources of each pod, as in a container of Kubernetes. Not the client's own type, so
 * that the engine reads a mirror without a Kubernetes client.
 *
 * @param limits the most that a pod may use, by resource, e.g. memory: 1Gi
 * @param requests what the scheduler sets aside for a pod, by resource, e.g. cpu: 500m
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourcesSpec(
    @Size(max = 16) Map<String, String> limits, @Size(max = 16) Map<String, String> requests) {

  public ResourcesSpec {
    limits = Immutable.map(limits);
    requests = Immutable.map(requests);
  }
}
