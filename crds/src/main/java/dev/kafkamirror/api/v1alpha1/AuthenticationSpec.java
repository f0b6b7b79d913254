package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * SASL authentication. Mutual TLS needs none: {@code tls.clientCertificate} is enough.
 *
 * @param type the SASL mechanism
 * @param username the user's name; with every type but OAuthBearer
 * @param passwordRef the Secret's key that holds the password and nothing else; with every type but
 *     OAuthBearer
 * @param oauth where tokens come from; with type OAuthBearer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.type == 'OAuthBearer'"
            + " ? (has(self.oauth) && !has(self.username) && !has(self.passwordRef))"
            + " : (has(self.username) && has(self.passwordRef) && !has(self.oauth))",
    message =
        "set oauth alone with type OAuthBearer, username and passwordRef with every other type")
public record AuthenticationSpec(
    @Required Type type,
    @Size(min = 1, max = 253) String username,
    SecretKeyRef passwordRef,
    OAuthSpec oauth) {

  /** The SASL mechanism. */
  public enum Type {
    /** SASL/PLAIN: the password travels as it is, so use it with tls. */
    Plain,
    /** SCRAM-SHA-256. */
    ScramSha256,
    /** SCRAM-SHA-512. */
    ScramSha512,
    /** OAUTHBEARER, with tokens for client credentials: tokens travel as they are. */
    OAuthBearer
  }
}
