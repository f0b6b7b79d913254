package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * One class of the user's.
 *
 * @param className its name with the package; it needs a public constructor without parameters
 * @param config what its configure method gets, besides source.cluster.alias, target.cluster.alias
 *     and replication.policy.separator, which the mirror adds where they are left out. No secrets:
 *     everybody who may read the mirror reads them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PluginSpec(
    @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*$')",
            message = "write className as Java does, with the package: com.example.OurFilter")
        String className,
    @Size(max = 64) Map<String, @Size(max = 4096) String> config) {

  public PluginSpec {
    config = Immutable.map(config);
  }
}
