package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The mirror of the other direction, from this one's target to its source. A topic is copied one
 * way at a time: this mirror waits until the other one was promoted, and goes on where that one
 * stopped, at the exact record, instead of copying all again.
 *
 * @param name of that mirror
 * @param namespace of that mirror, if not this one's; it may be in another Kubernetes cluster
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReverseOfSpec(
    @Required
        @Size(min = 1, max = 52)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "write the name of a KafkaMirror: letters a-z, digits and '-'")
        String name,
    @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "write the name of a namespace: letters a-z, digits and '-'")
        String namespace) {}
