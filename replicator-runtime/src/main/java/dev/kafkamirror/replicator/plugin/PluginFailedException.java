package dev.kafkamirror.replicator.plugin;

/** A class of the user's cannot be had, or does not answer; the message says what to do. */
public final class PluginFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** In one line what went wrong in foreign code. */
  static String text(Throwable error) {
    Throwable thrown =
        error instanceof ExceptionInInitializerError && error.getCause() != null
            ? error.getCause()
            : error;
    return thrown.getMessage() == null
        ? thrown.getClass().getName()
        : thrown.getClass().getName() + ": " + thrown.getMessage();
  }
}
