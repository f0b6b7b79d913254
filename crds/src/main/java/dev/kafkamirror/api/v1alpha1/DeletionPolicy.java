package dev.kafkamirror.api.v1alpha1;

/** What pods do first when they are told to end. Topics and offsets stay on the target always. */
public enum DeletionPolicy {
  /** They finish what is on its way. */
  Retain,
  /** They copy all that the source has at that moment, for drainTimeoutSeconds at most. */
  DrainThenDelete
}
