package dev.kafkamirror.api.v1alpha1;

/** Whether a mirror copies. */
public enum MirrorState {
  /** Pods copy. */
  Running,
  /** Pods stay and keep their positions, nothing is copied. */
  Paused,
  /** No pods. Positions stay on the target. */
  Stopped
}
