package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;

/**
 * Limits of the whole mirror.
 *
 * @param bytesPerSecond the most that all pods copy together, in bytes of record batches as
 *     compressed as they are, divided evenly among the tasks; left out, there is no limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ThrottleSpec(@Min(1024) Long bytesPerSecond) {}
