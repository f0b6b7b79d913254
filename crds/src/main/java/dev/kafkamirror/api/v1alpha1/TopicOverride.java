package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What is different for some topics. Exactly one of name, prefix and pattern is set.
 *
 * @param name the topic of this name
 * @param prefix every topic whose name begins so
 * @param pattern every topic whose name this regular expression (Java's) matches as a whole
 * @param startFrom where the very first start begins in these topics; left out, as topics.startFrom
 *     says
 * @param priority topics of higher priority are fetched first and have the memory first
 * @param throttleBytesPerSecond the most that is copied of each of these topics, in bytes of record
 *     batches as compressed as they are, divided evenly among its partitions; left out, only
 *     throttle.bytesPerSecond counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.name) ? 1 : 0) + (has(self.prefix) ? 1 : 0) + (has(self.pattern) ? 1 : 0) == 1",
    message = "set exactly one of name, prefix and pattern")
public record TopicOverride(
    @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write name as Kafka allows: letters, digits, '.', '_' and '-'")
        String name,
    @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write prefix as Kafka allows: letters, digits, '.', '_' and '-'")
        String prefix,
    @Size(min = 1, max = 256) String pattern,
    StartFrom startFrom,
    @Default("0") @Min(-100) @Max(100) Integer priority,
    @Min(1024) Long throttleBytesPerSecond) {

  /** The topics that it is about. */
  public NameSelector selector() {
    return new NameSelector(name, prefix, pattern);
  }
}
