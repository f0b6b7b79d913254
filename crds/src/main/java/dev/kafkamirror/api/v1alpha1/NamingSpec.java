package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How remote topics are called.
 *
 * @param policy where the name comes from
 * @param separator stands between source alias and topic; only with policy SourcePrefix, where it
 *     is '.' when left out
 * @param prefix stands before the topic; only with policy CustomPrefix, which needs it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.policy == 'CustomPrefix' ? has(self.prefix) : !has(self.prefix)",
    message = "set prefix with policy CustomPrefix, and with no other policy")
@ValidationRule(
    value = "self.policy == 'SourcePrefix' || !has(self.separator)",
    message = "remove separator: only policy SourcePrefix has one")
public record NamingSpec(
    @Default("SourcePrefix") Policy policy,
    @Size(min = 1, max = 16)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write separator as Kafka allows: letters, digits, '.', '_' and '-'")
        String separator,
    @Size(min = 1, max = 200)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$')",
            message = "write prefix as Kafka allows: letters, digits, '.', '_' and '-'")
        String prefix) {

  /** MirrorMaker 2 calls these replication policies. */
  public enum Policy {
    /** Source alias, separator and topic, MirrorMaker 2's default. */
    SourcePrefix,
    /** The topic's own name. */
    Identity,
    /** Prefix and topic. */
    CustomPrefix
  }
}
