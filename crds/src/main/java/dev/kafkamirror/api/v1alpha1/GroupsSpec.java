package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Which consumer groups of the source are carried over to the target, and how.
 *
 * @param include groups whose offsets are carried over: those that one of these selects. A group
 *     with other characters in its id than letters, digits, '.', '_' and '-' is selected by pattern
 * @param exclude groups that are left out although included
 * @param offsetSync what is done with the offsets that the groups commit at the source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupsSpec(
    @Default("[{\"pattern\": \".*\"}]") @Size(max = 256) List<NameSelector> include,
    @Default("[{\"prefix\": \"console-consumer-\"}, {\"prefix\": \"connect-\"}]") @Size(max = 256)
        List<NameSelector> exclude,
    @Default(OffsetSyncSpec.DEFAULT) OffsetSyncSpec offsetSync) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT =
      "{\"include\": [{\"pattern\": \".*\"}],"
          + " \"exclude\": [{\"prefix\": \"console-consumer-\"}, {\"prefix\": \"connect-\"}],"
          + " \"offsetSync\": "
          + OffsetSyncSpec.DEFAULT
          + "}";

  public GroupsSpec {
    include = Immutable.list(include);
    exclude = Immutable.list(exclude);
  }
}
