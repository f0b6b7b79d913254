package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Selects names. Exactly one of the three is set.
 *
 * @param name selects this name
 * @param prefix selects every name that begins so
 * @param pattern selects every name that this regular expression (Java's) matches as a whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.name) ? 1 : 0) + (has(self.prefix) ? 1 : 0) + (has(self.pattern) ? 1 : 0) == 1",
    message = "set exactly one of name, prefix and pattern")
public record NameSelector(
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
    @Size(min = 1, max = 256) String pattern) {}
