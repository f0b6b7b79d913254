package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * How far the target may be behind: the condition LagWithinTarget says whether it is. The mirror
 * stays Ready.
 *
 * @param maxLagSeconds the most that the oldest record may be old that the target has not got
 * @param sustainedSeconds how long it must be older before the condition turns False
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthSpec(
    @Default("300") @Min(1) @Max(604800) Integer maxLagSeconds,
    @Default("120") @Min(0) @Max(86400) Integer sustainedSeconds) {}
