package dev.kafkamirror.replicator.batch;

/** Bytes from the source that are no batch, or whose checksum is wrong. */
public class CorruptBatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CorruptBatchException(String message) {
    super(message);
  }
}
