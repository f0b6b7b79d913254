package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * A record now and then that makes the whole way: written into a topic of the source that is the
 * mirror's own (mm2-canary.alias.namespace.name), copied like any other, and awaited on the target.
 * The topic is mirrored whatever topics select. Needs Create and Write on it.
 *
 * @param periodSeconds seconds from one record to the next
 * @param lateAfterSeconds seconds after which a record that has not arrived is late: the condition
 *     CanaryInTime turns False, and an event says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanarySpec(
    @Default("60") @Min(1) @Max(86400) Integer periodSeconds,
    @Default("30") @Min(1) @Max(86400) Integer lateAfterSeconds) {}
