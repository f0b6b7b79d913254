package dev.kafkamirror.operator.observe;

import dev.kafkamirror.api.replicator.ReplicatorStatus;

/**
 * What the operator knows from asking one pod. Two equal reports mean that nothing changed that a
 * person would see: numbers are rounded before.
 *
 * @param pod the pod's name
 * @param freshness whether the status can be believed
 * @param status the last answer; null when there was none or it is too old
 */
public record PodReport(String pod, Freshness freshness, ReplicatorStatus status) {

  /** Whether a pod answers. */
  public enum Freshness {
    /** It answered lately. */
    Fresh,
    /** It did not answer several times in a row: what it does now is unknown. */
    Stale,
    /** It never answered: it is starting. */
    Silent
  }
}
