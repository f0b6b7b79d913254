package dev.kafkamirror.api.v1alpha1;

/** SASL authentication. Mutual TLS needs none: {@code tls.clientCertificate} is enough. */
public record AuthenticationSpec(Type type, String username, SecretKeyRef passwordRef) {

  /** The SASL mechanism. */
  public enum Type {
    Plain,
    ScramSha256,
    ScramSha512
  }
}
