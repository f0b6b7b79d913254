package dev.kafkamirror.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.operator.Samples;
import dev.kafkamirror.operator.observe.SecretState;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValidationTest {
  private static final KafkaMirrorSpec SECURED =
      Samples.mirror(
              """
              spec:
                source:
                  tls:
                    trustedCertificates: [{name: ca, key: ca.crt}]
                    clientCertificate: {secretName: client}
                target:
                  authentication:
                    type: ScramSha512
                    username: u
                    passwordRef: {name: west, key: password}
              """)
          .getSpec();

  @Test
  void everySecretIsFoundWithItsPlaceInTheSpec() {
    assertThat(SecretUse.of(SECURED))
        .containsExactly(
            new SecretUse("spec.source.tls.trustedCertificates[0]", "ca", "ca.crt"),
            new SecretUse("spec.source.tls.clientCertificate", "client", "tls.crt"),
            new SecretUse("spec.source.tls.clientCertificate", "client", "tls.key"),
            new SecretUse("spec.target.authentication.passwordRef", "west", "password"));
    assertThat(SecretUse.names(SECURED)).containsExactly("ca", "client", "west");
  }

  @Test
  void theSecretsOfAnAuthorizationServerAreFoundToo() {
    var spec =
        Samples.mirror(
                """
                spec:
                  source:
                    authentication:
                      type: OAuthBearer
                      oauth:
                        tokenEndpointUri: https://login.example.com/token
                        clientId: mirror
                        clientSecretRef: {name: east, key: secret}
                        trustedCertificates: [{name: login-ca, key: ca.crt}]
                """)
            .getSpec();

    assertThat(SecretUse.of(spec))
        .containsExactly(
            new SecretUse("spec.source.authentication.oauth.clientSecretRef", "east", "secret"),
            new SecretUse(
                "spec.source.authentication.oauth.trustedCertificates[0]", "login-ca", "ca.crt"));
  }

  @Test
  void aMissingSecretIsNamedWithTheKeyThatItNeeds() {
    var problem = Validation.missingSecret(SECURED, Map.of("ca", secret("ca", "ca.crt")));
    assertThat(problem)
        .contains(
            new Problem(
                Problem.Reason.SecretNotFound,
                "Secret client, which spec.source.tls.clientCertificate refers to, does not exist;"
                    + " create it with the key tls.crt"));
  }

  @Test
  void aMissingKeyIsNamedWithTheKeysThatThereAre() {
    var problem =
        Validation.missingSecret(
            SECURED,
            Map.of(
                "ca", secret("ca", "ca.crt"),
                "client", secret("client", "tls.crt", "tls.key"),
                "west", secret("west", "pass", "user")));
    assertThat(problem)
        .contains(
            new Problem(
                Problem.Reason.SecretKeyMissing,
                "Secret west has no key password, which spec.target.authentication.passwordRef"
                    + " refers to; it has [pass, user]"));
  }

  @Test
  void nothingIsWrongWhenEverySecretIsThere() {
    assertThat(
            Validation.missingSecret(
                SECURED,
                Map.of(
                    "ca", secret("ca", "ca.crt"),
                    "client", secret("client", "tls.crt", "tls.key"),
                    "west", secret("west", "password"))))
        .isEmpty();
  }

  @Test
  void anInvalidRegularExpressionIsNamedWithItsPlace() {
    var spec =
        Samples.mirror("spec: {topics: {exclude: [{name: a}, {pattern: 'orders-(.*'}]}}").getSpec();
    assertThat(Validation.invalidRegex(spec))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo(Problem.Reason.InvalidRegex);
              assertThat(problem.message())
                  .contains("spec.topics.exclude[1].pattern", "orders-(.*", "Unclosed group");
            });
  }

  private static SecretState secret(String name, String... keys) {
    return new SecretState(name, "1", Set.of(keys));
  }
}
