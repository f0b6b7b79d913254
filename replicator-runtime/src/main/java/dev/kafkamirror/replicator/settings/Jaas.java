package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.AuthenticationSpec;

/** SASL mechanisms and the JAAS text that kafka-clients wants for them. */
final class Jaas {
  /** Gets tokens by what the JAAS text says. */
  static final String OAUTH_LOGIN =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";

  private Jaas() {}

  static String mechanism(AuthenticationSpec.Type type) {
    return switch (type) {
      case Plain -> "PLAIN";
      case ScramSha256 -> "SCRAM-SHA-256";
      case ScramSha512 -> "SCRAM-SHA-512";
      case OAuthBearer -> "OAUTHBEARER";
    };
  }

  static String login(AuthenticationSpec.Type type, String username, String password) {
    String module =
        switch (type) {
          case Plain -> "org.apache.kafka.common.security.plain.PlainLoginModule";
          case ScramSha256, ScramSha512 ->
              "org.apache.kafka.common.security.scram.ScramLoginModule";
          case OAuthBearer -> throw new IllegalArgumentException("OAuthBearer has no password");
        };
    return "%s required username=%s password=%s;"
        .formatted(module, quote(username), quote(password));
  }

  /**
   * @param scope null for none
   * @param trusted certificates in PEM, empty for the system's
   */
  static String oauth(String clientId, String clientSecret, String scope, String trusted) {
    StringBuilder text =
        new StringBuilder(
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required")
            .append(" clientId=")
            .append(quote(clientId))
            .append(" clientSecret=")
            .append(quote(clientSecret));
    if (scope != null) {
      text.append(" scope=").append(quote(scope));
    }
    if (!trusted.isEmpty()) {
      text.append(" ssl.truststore.type=\"PEM\" ssl.truststore.certificates=")
          .append(quote(trusted));
    }
    return text.append(';').toString();
  }

  /**
   * kafka-clients reads the text with a StreamTokenizer, which knows C's escapes between quotes.
   */
  private static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
