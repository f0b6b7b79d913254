package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The names that MirrorMaker 2 had in a Kafka Connect cluster.
 *
 * @param groupId group.id of the workers, Strimzi's target.groupId
 * @param offsetsTopic offset.storage.topic of the workers, Strimzi's target.offsetStorageTopic, or
 *     the connector's offsets.storage.topic
 * @param configsTopic config.storage.topic of the workers, Strimzi's target.configStorageTopic
 * @param connector name of the source connector, of Strimzi's {@code
 *     source->target.MirrorSourceConnector}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectSpec(
    @Required @Size(min = 1, max = 249) String groupId,
    @Required
        @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write offsetsTopic as Kafka allows: letters, digits, '.', '_' and '-'")
        String offsetsTopic,
    @Required
        @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write configsTopic as Kafka allows: letters, digits, '.', '_' and '-'")
        String configsTopic,
    @Required @Size(min = 1, max = 249) String connector) {}
