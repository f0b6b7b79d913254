package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.testkit.MirrorFiles;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients log in with tokens of an authorization server, which the brokers verify. */
class OAuthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LISTENER = "listener.name.sasl.";

  /** Nothing that could stand in a log by chance. */
  private static final String SECRET = "s3cret \"with\" \\ quotes";

  @TempDir static Path directory;
  private static TokenServer tokens;
  private static KafkaCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    tokens = new TokenServer("mirror", SECRET);
    Path keys = Files.writeString(directory.resolve("keys.json"), tokens.keySet());
    cluster =
        KafkaCluster.builder("oauth")
            .listener(ListenerKind.SASL)
            .property(LISTENER + "sasl.enabled.mechanisms", "OAUTHBEARER")
            .property(
                LISTENER + "oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;")
            .property(
                LISTENER + "oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler")
            .property(
                LISTENER + "oauthbearer.sasl.oauthbearer.jwks.endpoint.url",
                keys.toUri().toString())
            .jvmOptions(
                List.of(
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keys.toUri()))
            .start();
    TestTopic.create(cluster, "guarded", 1, Map.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    tokens.close();
  }

  @Test
  void theUsersOwnConnectionsAndClientsLogInWithATokenForTheirSecret() throws Exception {
    ClientSettings settings = settings(SECRET);
    int before = tokens.given();

    try (Admin admin = Clients.admin(settings, "oauth-admin", 20_000)) {
      assertThat(admin.listTopics().names().get()).contains("guarded");
    }
    TestTopic guarded = TestTopic.of(cluster, "guarded");
    try (var source = new SourceConnection(settings, "oauth-source")) {
      source.watch(List.of(guarded.name()));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                source.poll(100);
                return source.leader(guarded.partition(0)).isPresent();
              });
    }
    assertThat(tokens.given()).isGreaterThan(before);
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void aWrongSecretIsNamedAsSuch() throws Exception {
    ClientSettings settings = settings("wrong");

    assertThatThrownBy(
            () -> {
              try (Admin admin = Clients.admin(settings, "oauth-wrong", 20_000)) {
                admin.listTopics().names().get();
              }
            })
        .satisfiesAnyOf(
            e -> assertThat(e).hasStackTraceContaining("401"),
            e ->
                assertThat(e)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class));
  }

  private static ClientSettings settings(String secret) throws Exception {
    Path place = Files.createTempDirectory(directory, "mirror");
    MirrorFiles files = new MirrorFiles(place);
    files.secret("east-oauth", "secret", secret + "\n");
    files.write(
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata: {name: tokens}
        spec:
          source:
            alias: east
            bootstrapServers: ["%s"]
            authentication:
              type: OAuthBearer
              oauth:
                tokenEndpointUri: %s
                clientId: mirror
                clientSecretRef: {name: east-oauth, key: secret}
                scope: kafka
          target: {alias: west, bootstrapServers: ["west:9092"]}
          topics: {include: [{name: guarded}]}
        """
            .formatted(cluster.bootstrapServers(ListenerKind.SASL), tokens.url()));
    return files.open().load().source();
  }
}
