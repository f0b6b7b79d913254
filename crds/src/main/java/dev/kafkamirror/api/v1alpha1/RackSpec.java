package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Where the pods stand, so that they fetch from a replica nearby.
 *
 * @param id as brokers have it in broker.rack, e.g. the name of the zone. They must have a
 *     replica.selector.class that heeds it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RackSpec(@Required @Size(min = 1, max = 253) String id) {}
