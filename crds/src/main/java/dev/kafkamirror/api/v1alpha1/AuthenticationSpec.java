package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * SASL authentication. Mutual TLS needs none: {@code tls.clientCertificate} is enough.
 *
 * @param type the SASL mechanism
 * @param username the user's name
 * @param passwordRef the Secret's key that holds the password and nothing else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthenticationSpec(
    @Required Type type,
    @Required @Size(min = 1, max = 253) String username,
    @Required SecretKeyRef passwordRef) {

  /** The SASL mechanism. */
  public enum Type {
    /** SASL/PLAIN: the password travels as it is, so use it with tls. */
    Plain,
    /** SCRAM-SHA-256. */
    ScramSha256,
    /** SCRAM-SHA-512. */
    ScramSha512
  }
}
