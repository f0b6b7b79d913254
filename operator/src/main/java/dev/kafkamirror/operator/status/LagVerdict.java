package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.v1alpha1.HealthSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges {@code LagWithinTarget}: whether the target is as far behind as it may be at most.
 *
 * @param verdict empty when the spec sets no limit
 * @param highSince since when the lag was seen to be higher; null while it is not
 * @param again when the verdict changes if nothing else does; empty when it does not
 */
public record LagVerdict(Optional<Verdict> verdict, Instant highSince, Optional<Duration> again) {
  static final LagVerdict NO_LIMIT = new LagVerdict(Optional.empty(), null, Optional.empty());

  private static final int MAX_LAG_SECONDS = 300;
  private static final int SUSTAINED_SECONDS = 120;

  /**
   * The verdict at a time.
   *
   * @param before since when the lag was seen to be higher the last time, or null
   */
  public static LagVerdict of(KafkaMirrorSpec spec, Fleet fleet, Instant before, Instant now) {
    if (spec.health() == null) {
      return NO_LIMIT;
    }
    if (!Situation.running(spec) || Situation.stopped(spec)) {
      return of(Truth.Unknown, "NotRunning", "nothing is copied now, as the spec says", null);
    }
    var lag = StatusMaker.knownLagSeconds(fleet);
    // What was too high stays so while nobody knows.
    return lag.isEmpty()
        ? of(Truth.Unknown, "LagUnknown", "the lag is not known now", before)
        : of(spec.health(), lag.get(), before, now);
  }

  private static LagVerdict of(HealthSpec health, long lag, Instant before, Instant now) {
    int most = Objects.requireNonNullElse(health.maxLagSeconds(), MAX_LAG_SECONDS);
    int sustained = Objects.requireNonNullElse(health.sustainedSeconds(), SUSTAINED_SECONDS);
    if (lag <= most) {
      return of(Truth.True, "WithinTarget", "", null);
    }
    var since = before == null ? now : before;
    var turns = since.plusSeconds(sustained);
    if (now.isBefore(turns)) {
      return new LagVerdict(
          of(Truth.True, "WithinTarget", "", since).verdict(),
          since,
          Optional.of(Duration.between(now, turns)));
    }
    return of(
        Truth.False,
        "LagTooHigh",
        "the oldest record that the target has not got has been older than %d s for %d s or longer"
            .formatted(most, sustained),
        since);
  }

  private static LagVerdict of(Truth status, String reason, String message, Instant since) {
    return new LagVerdict(
        Optional.of(new Verdict(ConditionType.LagWithinTarget, status, reason, message)),
        since,
        Optional.empty());
  }
}
