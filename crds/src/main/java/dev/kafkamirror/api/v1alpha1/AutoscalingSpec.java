package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Whether the operator chooses the number of pods by what they have to do. It never changes the
 * spec: with mode Enabled, replicas counts only for the start. Leave the mode Disabled where a
 * HorizontalPodAutoscaler sets replicas.
 *
 * @param mode whether the operator chooses
 * @param minReplicas the fewest pods
 * @param maxReplicas the most pods; never more than there are partitions
 * @param targetUtilizationPercent how busy pods should be on average
 * @param targetCatchUpSeconds within how many seconds what is behind should be copied
 * @param scaleUpStabilizationSeconds how long more pods must be wanted before there are more
 * @param scaleDownStabilizationSeconds how long fewer pods must be wanted before there are fewer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "set maxReplicas to minReplicas or more",
    fieldPath = ".maxReplicas")
public record AutoscalingSpec(
    @Default("Disabled") Mode mode,
    @Default("1") @Min(1) @Max(100) Integer minReplicas,
    @Default("4") @Min(1) @Max(100) Integer maxReplicas,
    @Default("75") @Min(10) @Max(95) Integer targetUtilizationPercent,
    @Default("1800") @Min(60) @Max(86400) Integer targetCatchUpSeconds,
    @Default("60") @Min(0) @Max(3600) Integer scaleUpStabilizationSeconds,
    @Default("1800") @Min(0) @Max(86400) Integer scaleDownStabilizationSeconds) {

  /** Whether the operator chooses the number of pods. */
  public enum Mode {
    /** There are as many as replicas says. */
    Disabled,
    /** There are as many as replicas says; status says how many there should be, and why. */
    DryRun,
    /** There are as many as there should be. */
    Enabled
  }
}
