package dev.kafkamirror.operator.status;

/**
 * What one condition shall say.
 *
 * @param status True, False or Unknown
 */
public record Verdict(Type type, Status status, String reason, String message) {

  /** The conditions, in the order in which a status lists them. */
  public enum Type {
    Ready,
    Reconciling,
    Stalled,
    ConfigurationValid
  }

  /** A condition's three values. */
  public enum Status {
    True,
    False,
    Unknown
  }

  /** The longest message; what is longer is cut. */
  static final int LONGEST_MESSAGE = 1024;

  public Verdict {
    if (message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
  }
}
