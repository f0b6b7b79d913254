package dev.kafkamirror.operator.status;

/**
 * What one condition shall say.
 *
 * @param status True, False or Unknown
 */
public record Verdict(ConditionType type, Truth status, String reason, String message) {

  /** The longest message; what is longer is cut. */
  static final int LONGEST_MESSAGE = 1024;

  public Verdict {
    if (message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
  }
}
