package dev.kafkamirror.replicator.cluster;

/** A cluster could not be asked; the message names it and says what to look at. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
