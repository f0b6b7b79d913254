package dev.kafkamirror.operator.scale;

import dev.kafkamirror.api.v1alpha1.AutoscalingSpec;
import dev.kafkamirror.api.v1alpha1.AutoscalingSpec.Mode;
import dev.kafkamirror.operator.scale.ScaleHistory.Sample;
import dev.kafkamirror.operator.scale.ScaleHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides how many pods there are: follows what is wanted once it was wanted for long enough, up
 * sooner than down, at most to half of them at once when down, and not up again while the last step
 * up has not made the flow copy more.
 */
public final class Autoscaler {
  static final String INEFFECTIVE = "IneffectiveScaling";
  static final String STABILIZING = "Stabilizing";

  /** A step up that brought less has not helped. */
  private static final double GROWTH = 1.1;

  /** What comes in is what is copied and what is left: over so long, for reports are rounded. */
  private static final Duration GROWTH_OVER = Duration.ofMinutes(1);

  private Autoscaler() {}

  /**
   * A decision.
   *
   * @param replicas pods that there should be
   * @param recommended pods that the load needs by what is known now
   * @param reason one word: why these are recommended, or why that is not followed
   * @param history for the next decision
   */
  public record Decision(int replicas, int recommended, String reason, ScaleHistory history) {}

  /**
   * Decides anew.
   *
   * @param spec with mode DryRun or Enabled
   * @param load empty while it is not known
   * @param current pods that there should be now
   */
  public static Decision decide(
      AutoscalingSpec spec,
      Optional<FlowLoad> load,
      int current,
      ScaleHistory history,
      Instant now) {
    int pods =
        spec.mode() == Mode.Enabled
            ? Math.clamp(current, spec.minReplicas(), spec.maxReplicas())
            : current;
    double growth =
        load.map(l -> history.lagGrowth(now.minus(GROWTH_OVER), now, l.lagBytes())).orElse(0.0);
    Wanted wanted = Wanted.of(spec, load, growth, pods);
    if (!wanted.isFounded()) {
      return new Decision(pods, pods, wanted.reason(), history.holding(pods).withoutSamples());
    }
    var up = Duration.ofSeconds(spec.scaleUpStabilizationSeconds());
    var down = Duration.ofSeconds(spec.scaleDownStabilizationSeconds());
    var longer = up.compareTo(down) > 0 ? up : down;
    var seen =
        history
            .holding(pods)
            .and(
                new Sample(now, wanted.replicas(), load.orElseThrow().lagBytes()),
                now.minus(longer));
    if (wanted.replicas() <= pods && seen.lastUp() != null) {
      seen = seen.helped();
    }
    var step = step(seen, pods, up, down, now);
    boolean ineffective = step > pods && !lastStepHelped(seen.lastUp(), load.orElseThrow());
    if (step == pods || ineffective || spec.mode() != Mode.Enabled) {
      String reason =
          ineffective
              ? INEFFECTIVE
              : wanted.replicas() != pods && step == pods ? STABILIZING : wanted.reason();
      return new Decision(pods, ineffective ? pods : wanted.replicas(), reason, seen);
    }
    var last = step > pods ? new Step(now, pods, step, load.orElseThrow().bytesPerSecond()) : null;
    return new Decision(step, wanted.replicas(), wanted.reason(), seen.steppedTo(step, last));
  }

  private static boolean lastStepHelped(Step lastUp, FlowLoad load) {
    return lastUp == null || load.bytesPerSecond() >= GROWTH * lastUp.bytesPerSecond();
  }

  private static int step(ScaleHistory seen, int pods, Duration up, Duration down, Instant now) {
    int more =
        during(seen.samples(), now.minus(up)).stream().mapToInt(Sample::replicas).min().orElse(0);
    if (more > pods && knownSince(seen.samples(), now.minus(up))) {
      return more;
    }
    int fewer =
        during(seen.samples(), now.minus(down)).stream()
            .mapToInt(Sample::replicas)
            .max()
            .orElse(pods);
    if (fewer < pods && knownSince(seen.samples(), now.minus(down))) {
      return Math.max(fewer, (pods + 1) / 2);
    }
    return pods;
  }

  private static List<Sample> during(List<Sample> samples, Instant begin) {
    return samples.stream().filter(sample -> !sample.at().isBefore(begin)).toList();
  }

  private static boolean knownSince(List<Sample> samples, Instant begin) {
    return !samples.isEmpty() && !samples.getFirst().at().isAfter(begin);
  }
}
