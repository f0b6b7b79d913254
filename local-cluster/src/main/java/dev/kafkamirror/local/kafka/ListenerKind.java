package dev.kafkamirror.local.kafka;

/**
 * A listener that every broker of a cluster offers, by the security that clients must use on it.
 */
public enum ListenerKind {
  /** Neither encryption nor authentication: always there, its user is a super user. */
  PLAINTEXT("PLAINTEXT"),
  /** As PLAINTEXT, but clients reach it through links: {@link KafkaClusterBuilder#proxied}. */
  PROXIED("PLAINTEXT"),
  TLS("SSL"),
  /** TLS that asks the client for a certificate; its subject is the principal. */
  MUTUAL_TLS("SSL"),
  /** SASL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) without encryption. */
  SASL("SASL_PLAINTEXT"),
  /** SASL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) over TLS. */
  SASL_TLS("SASL_SSL");

  private final String securityProtocol;

  ListenerKind(String securityProtocol) {
    this.securityProtocol = securityProtocol;
  }

  /** Kafka's {@code security.protocol} for clients of this listener. */
  public String securityProtocol() {
    return securityProtocol;
  }

  boolean encrypted() {
    return this == TLS || this == MUTUAL_TLS || this == SASL_TLS;
  }

  boolean sasl() {
    return this == SASL || this == SASL_TLS;
  }
}
