package dev.kafkamirror.operator.validation;

/**
 * Why a mirror's spec can't be carried out.
 *
 * @param reason reason of the conditions
 * @param message what is wrong and what to do about it
 */
public record Problem(Reason reason, String message) {

  /** Reasons of {@code ConfigurationValid} being False. */
  public enum Reason {
    InvalidRegex,
    /** The API server, or the operator, refuses what podTemplate asks for. */
    InvalidPodTemplate,
    ConflictsWithMirror,
    SecretNotFound,
    SecretKeyMissing;

    /** Whether the missing piece may well be on its way, so that waiting is no failure. */
    public boolean waits() {
      return this == SecretNotFound || this == SecretKeyMissing;
    }
  }
}
