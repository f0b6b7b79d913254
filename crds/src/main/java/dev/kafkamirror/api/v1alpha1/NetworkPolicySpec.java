package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Who reaches the pods. They serve metrics and status on port 8080 and nothing else; whom they
 * reach is not limited.
 *
 * @param mode whether the operator makes a NetworkPolicy
 * @param metricsFrom pods that reach port 8080 besides those of the operator's namespace; left out,
 *     all pods of the cluster
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPolicySpec(
    @Default("Managed") Management mode, @Size(max = 16) List<NetworkPeerSpec> metricsFrom) {
  static final String DEFAULT = "{\"mode\": \"Managed\"}";

  public NetworkPolicySpec {
    metricsFrom = Immutable.list(metricsFrom);
  }
}
