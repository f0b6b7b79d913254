package dev.kafkamirror.operator.status;

/** A condition's three values. */
public enum Truth {
  True,
  False,
  Unknown
}
