package dev.kafkamirror.local.process;

/** A command ended with another exit code than 0, could not be started, or took too long. */
public final class CommandFailedException extends RuntimeException {
  private final String output;

  CommandFailedException(String message, String output, Throwable cause) {
    super(output.isBlank() ? message : message + ":\n" + output.strip(), cause);
    this.output = output;
  }

  /** What the command wrote on standard output and standard error, the latter last. */
  public String output() {
    return output;
  }
}
