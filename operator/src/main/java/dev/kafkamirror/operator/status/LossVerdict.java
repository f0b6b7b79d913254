package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus.DataLossStatus;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * Judges {@code DataLossDetected}. It is there from the first loss on, and True until a person says
 * by an annotation that everything up to a time has been seen.
 */
public final class LossVerdict {
  /** Its value is a time, ISO 8601. */
  public static final String ACKNOWLEDGED = "kafkamirror.dev/acknowledge-data-loss";

  private LossVerdict() {}

  /**
   * The verdict, empty as long as nothing was ever lost.
   *
   * @param annotations of the mirror, or null
   */
  public static Optional<Verdict> of(DataLossStatus loss, Map<String, String> annotations) {
    if (loss == null || loss.last() == null) {
      return Optional.empty();
    }
    var last = loss.last();
    var what =
        "%d ranges of %d records in all; the last: offsets %d to %d of %s-%d at %s (%s)"
            .formatted(
                loss.events(),
                loss.records(),
                last.fromOffset(),
                last.toOffset(),
                last.topic(),
                last.partition(),
                last.time(),
                last.reason());
    boolean seen =
        acknowledged(annotations)
            .filter(until -> !OffsetDateTime.parse(last.time()).isAfter(until))
            .isPresent();
    return Optional.of(
        seen
            ? new Verdict(ConditionType.DataLossDetected, Truth.False, "Acknowledged", what)
            : new Verdict(
                ConditionType.DataLossDetected,
                Truth.True,
                last.reason(),
                what + "; once seen to, annotate " + ACKNOWLEDGED + "=" + last.time()));
  }

  private static Optional<OffsetDateTime> acknowledged(Map<String, String> annotations) {
    var value = annotations == null ? null : annotations.get(ACKNOWLEDGED);
    try {
      return Optional.ofNullable(value).map(OffsetDateTime::parse);
    } catch (DateTimeException e) {
      // Not a time: nothing is acknowledged, and the message goes on to say what to write.
      return Optional.empty();
    }
  }
}
