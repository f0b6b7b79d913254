package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.operator.validation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What the conditions are judged by.
 *
 * @param problem why the spec can't be carried out, null when it can
 * @param revision of the settings that the pods shall run on
 * @param workload the Deployment, null when there is none
 * @param lastReplicating when everything was last seen to replicate
 * @param wasReady whether the mirror is Ready by its present status
 */
public record Situation(
    KafkaMirrorSpec spec,
    Problem problem,
    String revision,
    Workload workload,
    Fleet fleet,
    Instant lastReplicating,
    boolean wasReady,
    Instant now) {

  /**
   * How long partitions may be between two pods, and reports of several pods out of step, before a
   * mirror that was Ready no longer is.
   */
  static final Duration HAND_OVER = Duration.ofSeconds(15);

  /** Whether there shall be no pods. */
  boolean stopped() {
    return stopped(spec);
  }

  /** Whether a spec asks for no pods. */
  public static boolean stopped(KafkaMirrorSpec spec) {
    return spec.state() == MirrorState.Stopped || replicas(spec) == 0;
  }

  /** Pods that a spec asks for. */
  public static int replicas(KafkaMirrorSpec spec) {
    return spec.state() == MirrorState.Stopped ? 0 : Objects.requireNonNullElse(spec.replicas(), 1);
  }

  /** Whether a spec asks for copying. */
  public static boolean running(KafkaMirrorSpec spec) {
    return spec.state() == null || spec.state() == MirrorState.Running;
  }

  boolean paused() {
    return spec.state() == MirrorState.Paused;
  }

  /** Whether what is seen may be a hand-over of partitions and no fault. */
  boolean maybeHandingOver() {
    return wasReady && now.isBefore(lastReplicating.plus(HAND_OVER));
  }
}
