package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * A request to end copying so that the remote topics can be written to. It is carried out once for
 * each id; what was promoted stays so, also when the request is removed. A mirror that has
 * reverseOf copies again once the mirror of the other direction was promoted.
 *
 * @param requestId names the request; another id is another request
 * @param mode whether everything is copied first
 * @param topics which of the mirror's topics; left out, all, also those that are born later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromotionSpec(
    @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write requestId with letters, digits, '.', '_' and '-'")
        String requestId,
    @Default("Planned") Mode mode,
    @Size(min = 1, max = 256) List<NameSelector> topics) {

  public PromotionSpec {
    topics = Immutable.list(topics);
  }

  /** Whether everything is copied first. */
  public enum Mode {
    /**
     * Waits until all that the source has is on the target, and the groups' offsets with it, and
     * the source is not written to any more. Nothing is lost.
     */
    Planned,
    /**
     * At once, for a source that is gone. status.promotion says how much of what was known of the
     * source is not on the target.
     */
    Immediate
  }
}
