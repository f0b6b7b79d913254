package dev.kafkamirror.api.v1alpha1;

/** Which records of transactional producers are mirrored. */
public enum IsolationLevel {
  /** Those of committed transactions, once they are committed. */
  ReadCommitted,
  /** All, at once, those of aborted transactions too. */
  ReadUncommitted
}
