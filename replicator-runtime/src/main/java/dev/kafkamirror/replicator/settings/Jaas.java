package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.AuthenticationSpec;

/** SASL mechanisms and the JAAS text that kafka-clients wants for them. */
final class Jaas {
  private Jaas() {}

  static String mechanism(AuthenticationSpec.Type type) {
    return switch (type) {
      case Plain -> "PLAIN";
      case ScramSha256 -> "SCRAM-SHA-256";
      case ScramSha512 -> "SCRAM-SHA-512";
    };
  }

  static String config(AuthenticationSpec.Type type, String username, String password) {
    String module =
        switch (type) {
          case Plain -> "org.apache.kafka.common.security.plain.PlainLoginModule";
          case ScramSha256, ScramSha512 ->
              "org.apache.kafka.common.security.scram.ScramLoginModule";
        };
    return "%s required username=%s password=%s;"
        .formatted(module, quote(username), quote(password));
  }

  /**
   * kafka-clients reads the text with a StreamTokenizer, which knows C's escapes between quotes.
   */
  private static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
