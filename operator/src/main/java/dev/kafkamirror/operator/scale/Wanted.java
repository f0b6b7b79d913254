package dev.kafkamirror.operator.scale;

import dev.kafkamirror.api.v1alpha1.AutoscalingSpec;
import java.util.Optional;

/**
 * How many pods a load needs at one moment.
 *
 * @param replicas how many, within the bounds of the spec and of the partitions
 * @param reason one word
 */
record Wanted(int replicas, String reason) {
  static final String MISSING_DATA = "MissingData";
  static final String QUOTA_REACHED = "QuotaReached";
  static final String NOTHING_MOVES = "NothingMoves";
  static final String CATCHING_UP = "CatchingUp";
  static final String UTILIZATION = "Utilization";
  static final String MIN_REPLICAS = "MinReplicas";
  static final String MAX_REPLICAS = "MaxReplicas";
  static final String PARTITIONS = "Partitions";

  /** Share of what comes in from which on what is behind is the reason to have more pods. */
  private static final double MUCH_BEHIND = 0.1;

  /** Numbers of pods are not exact. */
  private static final double ROUNDING = 1e-9;

  /**
   * What the load says. So busy with what they copy, pods can copy so much at most; they need to
   * copy what comes in, and what is behind within the time that the spec gives.
   *
   * @param growth bytes a second by which what is behind grows, negative when it shrinks
   * @param current pods that there should be now; where nothing can be concluded, that is wanted
   */
  static Wanted of(AutoscalingSpec spec, Optional<FlowLoad> known, double growth, int current) {
    if (known.isEmpty()) {
      return new Wanted(current, MISSING_DATA);
    }
    FlowLoad load = known.get();
    if (load.heldBack()) {
      return new Wanted(current, QUOTA_REACHED);
    }
    if (load.bytesPerSecond() <= 0 || load.utilization() <= 0) {
      return load.lagBytes() > 0
          ? new Wanted(current, NOTHING_MOVES)
          : bounded(spec, load.partitions(), 0, UTILIZATION);
    }
    double podCopies = load.bytesPerSecond() / load.utilization();
    double comesIn = Math.max(0, load.bytesPerSecond() + growth);
    double catchUp = (double) load.lagBytes() / spec.targetCatchUpSeconds();
    double pods = (comesIn + catchUp) / (podCopies * spec.targetUtilizationPercent() / 100);
    String reason = catchUp > comesIn * MUCH_BEHIND ? CATCHING_UP : UTILIZATION;
    return bounded(spec, load.partitions(), (int) Math.ceil(pods - ROUNDING), reason);
  }

  private static Wanted bounded(AutoscalingSpec spec, int partitions, int pods, String reason) {
    if (pods <= spec.minReplicas()) {
      return new Wanted(spec.minReplicas(), pods == spec.minReplicas() ? reason : MIN_REPLICAS);
    }
    int most = Math.max(spec.minReplicas(), Math.min(spec.maxReplicas(), partitions));
    if (pods <= most) {
      return new Wanted(pods, reason);
    }
    return new Wanted(most, partitions < spec.maxReplicas() ? PARTITIONS : MAX_REPLICAS);
  }

  /** Whether it was concluded from the load, so that it may be followed. */
  boolean isFounded() {
    return switch (reason) {
      case MISSING_DATA, QUOTA_REACHED, NOTHING_MOVES -> false;
      default -> true;
    };
  }
}
