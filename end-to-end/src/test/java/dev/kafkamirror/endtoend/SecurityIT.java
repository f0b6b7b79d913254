package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TLS with SCRAM on both sides, from Secrets. */
@ExtendWith(PlaygroundExtension.class)
class SecurityIT {
  private static final String MIRROR = "guarded";

  private final Playground playground;
  private final Mirrors mirrors;
  private final KafkaCluster east;

  SecurityIT(Playground playground) {
    this.playground = playground;
    this.mirrors = new Mirrors(playground);
    this.east = playground.kafka("east");
  }

  @AfterEach
  void deleteMirror() {
    mirrors.delete(MIRROR);
  }

  @Test
  void aWrongPasswordIsNamedAndTheMirrorStartsOnceItIsMended() throws Exception {
    Mirrors.createTopic(east, "guarded.topic", 2);
    Mirrors.load("guarded.topic", 2, 1_000, 1).produce(east.clientConfig(), sent -> {});
    password("not-the-password");
    applyMirror();

    Condition stalled = mirrors.awaitCondition(MIRROR, "Stalled", "True");
    assertThat(stalled.getReason()).isEqualTo("AuthenticationFailed");
    assertThat(stalled.getMessage()).contains("west");

    password(Playground.password("west"));
    mirrors.awaitReady(MIRROR);
    mirrors.assertEqual("guarded.topic", 1_000);
  }

  @Test
  void aMissingSecretIsNamedAndTheMirrorStartsOnceItIsThere() throws Exception {
    playground
        .client()
        .secrets()
        .inNamespace(Playground.NAMESPACE)
        .withName("guarded-user")
        .delete();
    applyMirror();

    Condition invalid = mirrors.awaitCondition(MIRROR, "ConfigurationValid", "False");
    assertThat(invalid.getReason()).isEqualTo("SecretNotFound");
    assertThat(invalid.getMessage()).contains("guarded-user");

    password(Playground.password("west"));
    mirrors.awaitReady(MIRROR);
  }

  private void password(String password) {
    playground.applySecret("guarded-user", Map.of("password", password));
  }

  private void applyMirror() {
    playground
        .kubernetes()
        .apply(
            """
            apiVersion: kafkamirror.dev/v1alpha1
            kind: KafkaMirror
            metadata: {name: guarded, namespace: %s}
            spec:
              source:
                alias: east
                bootstrapServers: ["east-kafka:9094"]
                tls: {trustedCertificates: [{name: east-cluster-ca-cert, key: ca.crt}]}
                authentication: {type: ScramSha512, username: mirror, passwordRef: {name: east-mirror-user, key: password}}
              target:
                alias: west
                bootstrapServers: ["west-kafka:9094"]
                tls: {trustedCertificates: [{name: west-cluster-ca-cert, key: ca.crt}]}
                authentication: {type: ScramSha256, username: mirror, passwordRef: {name: guarded-user, key: password}}
              topics: {include: [{prefix: "guarded."}]}
            """
                .formatted(Playground.NAMESPACE));
  }
}
