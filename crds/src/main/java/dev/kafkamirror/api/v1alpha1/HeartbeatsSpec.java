package dev.kafkamirror.api.v1alpha1;

/** Heartbeats in MirrorMaker 2's format. */
public record HeartbeatsSpec(
    State state, WriteTo writeTo, Integer periodSeconds, Integer staleAfterSeconds) {

  /** Whether heartbeats are written. */
  public enum State {
    Enabled,
    Disabled
  }

  /** Where heartbeats are written. */
  public enum WriteTo {
    /** Into {@code heartbeats} of the target: shows that the fleet lives and the target accepts. */
    Target,
    /**
     * Into {@code heartbeats} of the source, mirrored like any topic and observed at the target: a
     * true round trip. The only thing ever written to a source.
     */
    Source
  }
}
