package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The consumer group of the source that positions are committed to, so that kafka-consumer-groups
 * and lag exporters show the mirror. Nothing is read through it, and a group that somebody else
 * uses is left alone. Needs Read on the group.
 *
 * @param id its name; left out, it is mm2-source.alias.namespace.name, with the source's alias
 * @param periodSeconds seconds from one commit to the next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceGroupSpec(
    @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write id with letters, digits, '.', '_' and '-'")
        String id,
    @Default("5") @Min(1) @Max(3600) Integer periodSeconds) {}
