package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Which topics are mirrored and how their remote topics are called and created.
 *
 * @param include topics that are mirrored: those that one of these selects
 * @param exclude topics that are left out although included; Kafka's and the mirrors' internal
 *     topics always are
 * @param naming how remote topics are called. Can't be changed
 * @param replicationFactor of remote topics that the mirror creates; left out, the target's default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TopicsSpec(
    @Required @Size(min = 1, max = 256) List<NameSelector> include,
    @Size(max = 256) List<NameSelector> exclude,
    @Default("{\"policy\": \"SourcePrefix\"}")
        @ValidationRule(
            value =
                "self.policy == oldSelf.policy"
                    + " && (has(self.prefix) ? self.prefix : '')"
                    + " == (has(oldSelf.prefix) ? oldSelf.prefix : '')"
                    + " && (has(self.separator) ? self.separator : '.')"
                    + " == (has(oldSelf.separator) ? oldSelf.separator : '.')",
            message =
                "naming can't be changed, because the remote topics already carry it: create"
                    + " another KafkaMirror")
        NamingSpec naming,
    @Min(1) @Max(32) Integer replicationFactor) {

  public TopicsSpec {
    include = Immutable.list(include);
    exclude = Immutable.list(exclude);
  }
}
