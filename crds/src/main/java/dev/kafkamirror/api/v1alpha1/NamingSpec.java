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
 * @param direction whether another mirror copies the same topics the other way, or has done so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.policy == 'CustomPrefix' ? has(self.prefix) : !has(self.prefix)",
    message = "set prefix with policy CustomPrefix, and with no other policy")
@ValidationRule(
    value = "self.policy == 'SourcePrefix' || !has(self.separator)",
    message = "remove separator: only policy SourcePrefix has one")
@ValidationRule(
    value = "!has(self.direction) || self.direction != 'TwoWay' || self.policy == 'Identity'",
    message = "remove direction: only with policy Identity do both ways have the same names",
    fieldPath = ".direction")
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
        String prefix,
    @Default("OneWay") Direction direction) {

  /** MirrorMaker 2 calls these replication policies. */
  public enum Policy {
    /** Source alias, separator and topic, MirrorMaker 2's default. */
    SourcePrefix,
    /** The topic's own name. */
    Identity,
    /** Prefix and topic. */
    CustomPrefix
  }

  /** Whether what the target has of these names comes from the source alone. */
  public enum Direction {
    /** Remote topics are the mirror's alone. */
    OneWay,
    /**
     * Users write to the same topics in both clusters, and a mirror each way copies what was
     * written in its own source and not by a mirror. All mirrors of these topics need it, and a
     * topics.configSync.mode other than Sync and groups.offsetSync.mode Disabled.
     */
    TwoWay,
    /**
     * Topics are copied back to where they came from. policy, separator and prefix are those of the
     * mirror that reverseOf names, and topics are selected by the names that they have at home:
     * with policy SourcePrefix, east.orders of the source is copied to orders of target east.
     */
    Home
  }
}
