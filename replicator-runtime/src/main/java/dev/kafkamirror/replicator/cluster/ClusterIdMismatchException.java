package dev.kafkamirror.replicator.cluster;

/**
 * Another cluster answers at the addresses than the one that is meant: an address was mistyped or
 * reused, or the cluster was replaced. Nothing may be read from it or written to it.
 */
public final class ClusterIdMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClusterIdMismatchException(String message) {
    super(message);
  }
}
