package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * How many pods may be away at once when nodes are drained.
 *
 * @param mode whether the operator makes a PodDisruptionBudget
 * @param maxUnavailable the most pods that may be away at once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodDisruptionBudgetSpec(
    @Default("Managed") Management mode, @Default("1") @Min(1) @Max(100) Integer maxUnavailable) {
  static final String DEFAULT = "{\"mode\": \"Managed\", \"maxUnavailable\": 1}";
}
