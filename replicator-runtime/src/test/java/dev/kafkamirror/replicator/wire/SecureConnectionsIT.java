package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.pki.Identity;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections are configured by ordinary kafka-clients properties, whatever the listener wants. */
class SecureConnectionsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TopicPartition TOPIC = new TopicPartition("secured", 0);
  private static KafkaCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster =
        KafkaCluster.builder("secure")
            .listener(ListenerKind.TLS)
            .listener(ListenerKind.MUTUAL_TLS)
            .listener(ListenerKind.SASL)
            .listener(ListenerKind.SASL_TLS)
            .user("mirror", "right")
            .start();
    try (Admin admin = cluster.admin()) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC.topic(), Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Stream<Arguments> listeners() {
    return Stream.of(
        Arguments.of("TLS", cluster.secureClientConfig(ListenerKind.TLS)),
        Arguments.of("mutual TLS", mutualTls()),
        Arguments.of("PLAIN", sasl(ListenerKind.SASL, "PLAIN", "right")),
        Arguments.of("SCRAM-SHA-512", sasl(ListenerKind.SASL, "SCRAM-SHA-512", "right")),
        Arguments.of("SCRAM, TLS", sasl(ListenerKind.SASL_TLS, "SCRAM-SHA-256", "right")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listeners")
  void learnTheLeaderOfAPartition(String name, Map<String, Object> config) {
    try (var source = new SourceConnection(settings(config), "test-source");
        var target = new TargetConnection(settings(config), "test-target")) {
      assertThat(leader(source)).as(name).isPresent();
      assertThat(leader(target)).as(name).isPresent();
      assertThat(source.error()).isEmpty();
      assertThat(target.error()).isEmpty();
    }
  }

  @Test
  void nameAWrongPassword() {
    var config = sasl(ListenerKind.SASL_TLS, "SCRAM-SHA-512", "wrong");
    try (var source = new SourceConnection(settings(config), "test")) {
      awaitError(source);

      assertThat(source.error().orElseThrow()).isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void nameACertificateThatIsNotTrusted() {
    Map<String, Object> config = new HashMap<>(cluster.secureClientConfig(ListenerKind.TLS));
    config.remove("ssl.truststore.type");
    config.remove("ssl.truststore.certificates");
    try (var source = new SourceConnection(settings(config), "test")) {
      awaitError(source);

      assertThat(source.error().orElseThrow()).isInstanceOf(SslAuthenticationException.class);
    }
  }

  @Test
  void nameABrokerThatDoesNotAnswer() {
    try (var source =
        new SourceConnection(settings(Map.of("bootstrap.servers", "127.0.0.1:1")), "test")) {
      awaitError(source);

      assertThat(source.error().orElseThrow()).hasMessageContaining("127.0.0.1:1");
    }
  }

  private static void awaitError(ClusterConnection connection) {
    connection.watch(List.of(TOPIC.topic()));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              connection.poll(100);
              return connection.error().isPresent();
            });
  }

  private static Optional<Leader> leader(ClusterConnection connection) {
    connection.watch(List.of(TOPIC.topic()));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              connection.poll(100);
              return connection.leader(TOPIC).filter(l -> connection.ready(l.node())).isPresent();
            });
    return connection.leader(TOPIC);
  }

  private static Map<String, Object> sasl(ListenerKind kind, String mechanism, String password) {
    return cluster.saslClientConfig(kind, mechanism, "mirror", password);
  }

  private static Map<String, Object> mutualTls() {
    Identity identity = cluster.clientCertificate("mirror");
    Map<String, Object> config = new HashMap<>(cluster.secureClientConfig(ListenerKind.MUTUAL_TLS));
    config.put("ssl.keystore.type", "PEM");
    config.put("ssl.keystore.certificate.chain", identity.certificatePem());
    config.put("ssl.keystore.key", identity.privateKeyPem());
    return config;
  }

  private static ClientSettings settings(Map<String, Object> config) {
    return new ClientSettings("secure", null, config, Map.of(), Map.of(), Map.of());
  }
}
