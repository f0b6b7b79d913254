package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * Selects by labels.
 *
 * @param matchLabels labels that an object must have; left out, every object is selected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelsSpec(@Size(max = 16) Map<String, String> matchLabels) {

  public LabelsSpec {
    matchLabels = Immutable.map(matchLabels);
  }
}
