package dev.kafkamirror.operator.plan;

/** A Kubernetes Event about a mirror. */
public record MirrorEvent(Type type, String reason, String message) {

  /** Kubernetes' two kinds of events. */
  public enum Type {
    Normal,
    Warning
  }
}
