package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How records are written to the target.
 *
 * @param fencing what happens where the target doesn't let a pod fence one that was lost, so that
 *     only time keeps the lost one from writing once more and records may come twice. Fencing needs
 *     the rights Write and Describe on transactional ids that begin with mm2-
 * @param onRecordError what becomes of a record that the target can't take: larger than its
 *     max.message.bytes, without a key for a compacted topic, of a timestamp that it refuses
 * @param deadLetterTopic topic on the target for such records; only with onRecordError DeadLetter,
 *     which needs it. Created when it is not there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.onRecordError == 'DeadLetter' ? has(self.deadLetterTopic) :"
            + " !has(self.deadLetterTopic)",
    message = "set deadLetterTopic with onRecordError DeadLetter, and with no other")
public record DeliverySpec(
    @Default("Preferred") Fencing fencing,
    @Default("Fail") OnRecordError onRecordError,
    @Size(min = 1, max = 249)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9._-]+$') && self != '.' && self != '..'",
            message = "write deadLetterTopic as Kafka allows: letters, digits, '.', '_' and '-'")
        String deadLetterTopic) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT = "{\"fencing\": \"Preferred\", \"onRecordError\": \"Fail\"}";

  /** What happens where a lost pod can't be fenced. */
  public enum Fencing {
    /** It is mirrored all the same, and status says AtLeastOnce and why. */
    Preferred,
    /** The partitions that it concerns stop, as Failed, until it can be. */
    Required
  }

  /** What becomes of a record that the target can't take. */
  public enum OnRecordError {
    /** Its partition stops there, as Failed; others go on. */
    Fail,
    /** It is left out and counted, with its offset. */
    Skip,
    /**
     * It goes to the dead letter topic, with headers that say where it came from, and is counted.
     */
    DeadLetter
  }
}
