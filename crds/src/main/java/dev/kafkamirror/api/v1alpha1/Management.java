package dev.kafkamirror.api.v1alpha1;

/** Who looks after an object of Kubernetes that belongs to the pods. */
public enum Management {
  /** The operator makes it. */
  Managed,
  /** The operator makes none, and deletes the one that it has made. */
  Unmanaged
}
