package dev.kafkamirror.operator.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was wanted lately, and the last step up. Losing it costs time: everything has to be wanted
 * anew for as long.
 *
 * @param replicas pods that there should be, 0 when not decided yet
 * @param samples what was wanted since the last step, or since something was not known
 * @param lastUp the last step up that is not yet known to have helped, null when there is none
 */
public record ScaleHistory(int replicas, List<Sample> samples, Step lastUp) {
  public static final ScaleHistory NONE = new ScaleHistory(0, List.of(), null);

  /** So many at most are kept: the oldest goes, but for the very first. */
  private static final int MOST = 1_000;

  public ScaleHistory {
    samples = List.copyOf(samples);
  }

  /** What was wanted at a time, and what was behind. */
  record Sample(Instant at, int replicas, long lagBytes) {}

  /** A step up, and what was copied before it. */
  record Step(Instant at, int from, int to, double bytesPerSecond) {}

  ScaleHistory and(Sample latest, Instant oldestNeeded) {
    var kept = new ArrayList<Sample>();
    for (int i = 0; i < samples.size(); i++) {
      // One that is older shows that what is wanted is known for the whole time.
      boolean needed = i + 1 == samples.size() || !samples.get(i + 1).at().isBefore(oldestNeeded);
      if (needed) {
        kept.add(samples.get(i));
      }
    }
    if (kept.size() >= MOST) {
      kept.remove(1);
    }
    kept.add(latest);
    return new ScaleHistory(replicas, kept, lastUp);
  }

  /** Bytes a second by which what is behind has grown since the first sample of this time. */
  double lagGrowth(Instant since, Instant now, long lagBytes) {
    return samples.stream()
        .filter(sample -> !sample.at().isBefore(since) && sample.at().isBefore(now))
        .findFirst()
        .map(
            first ->
                (lagBytes - first.lagBytes())
                    * 1_000.0
                    / Duration.between(first.at(), now).toMillis())
        .orElse(0.0);
  }

  ScaleHistory withoutSamples() {
    return new ScaleHistory(replicas, List.of(), lastUp);
  }

  ScaleHistory holding(int pods) {
    return new ScaleHistory(pods, samples, lastUp);
  }

  ScaleHistory steppedTo(int pods, Step up) {
    return new ScaleHistory(pods, List.of(), up);
  }

  ScaleHistory helped() {
    return new ScaleHistory(replicas, samples, null);
  }
}
