package dev.kafkamirror.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.pki.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaClusterIT {

  @Test
  void everyListenerLetsInWhoItShould() throws Exception {
    try (KafkaCluster kafka =
        KafkaCluster.builder("secure")
            .listener(ListenerKind.TLS)
            .listener(ListenerKind.MUTUAL_TLS)
            .listener(ListenerKind.SASL)
            .listener(ListenerKind.SASL_TLS)
            .user("mirror", "s3cret")
            .authorizer()
            .start()) {
      assertThat(clusterId(kafka.clientConfig())).isNotBlank();
      assertThat(clusterId(kafka.secureClientConfig(ListenerKind.TLS))).isNotBlank();
      for (ListenerKind kind : List.of(ListenerKind.SASL, ListenerKind.SASL_TLS)) {
        for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")) {
          assertThat(clusterId(kafka.saslClientConfig(kind, mechanism, "mirror", "s3cret")))
              .isNotBlank();
          assertThatThrownBy(
                  () -> clusterId(kafka.saslClientConfig(kind, mechanism, "mirror", "wrong")))
              .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
      }
      Identity certificate = kafka.clientCertificate("mirror");
      Map<String, Object> mutual =
          new LinkedHashMap<>(kafka.secureClientConfig(ListenerKind.MUTUAL_TLS));
      mutual.put("ssl.keystore.type", "PEM");
      mutual.put("ssl.keystore.certificate.chain", certificate.certificatePem());
      mutual.put("ssl.keystore.key", certificate.privateKeyPem());
      assertThat(clusterId(mutual)).isNotBlank();
      assertThatThrownBy(() -> createTopic(mutual, "not-allowed", 1))
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void brokersCanBeStoppedKilledAndStartedAgain() throws Exception {
    Path directory;
    try (KafkaCluster kafka = KafkaCluster.builder("trio").brokers(3).start()) {
      directory = kafka.directory();
      createTopic(kafka.clientConfig(), "survivor", 3);
      kafka.killBroker(0);
      kafka.stopBroker(1);
      kafka.startBroker(0);
      kafka.startBroker(1);
      try (Admin admin = kafka.admin()) {
        assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(3);
        assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("survivor");
      }
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void saysWhereTheLogIsWhenABrokerDoesNotStart(@TempDir Path directory) {
    assertThatThrownBy(
            () ->
                KafkaCluster.builder("broken")
                    .below(directory)
                    .property("num.io.threads", "none")
                    .start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("logs are kept in " + directory);
  }

  @ParameterizedTest
  @CsvSource({"3.4.1, 8", "3.9.1, 21"})
  void olderVersionsServeTodaysClients(String version, short metadataVersion) throws Exception {
    try (KafkaCluster kafka =
        KafkaCluster.builder("older")
            .version(version)
            .listener(ListenerKind.SASL)
            .listener(ListenerKind.TLS)
            .user("mirror", "s3cret")
            .authorizer()
            .start()) {
      assertThat(clusterId(kafka.secureClientConfig(ListenerKind.TLS))).isNotBlank();
      assertThat(clusterId(kafka.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "s3cret")))
          .isNotBlank();
      try (Admin admin = kafka.admin()) {
        short latest =
            admin
                .describeFeatures()
                .featureMetadata()
                .get(30, TimeUnit.SECONDS)
                .finalizedFeatures()
                .get("metadata.version")
                .maxVersionLevel();
        assertThat(latest).isEqualTo(metadataVersion);
      }
    }
  }

  @Test
  void oldBrokersKeepOldMessageFormats() throws Exception {
    try (KafkaCluster kafka =
        KafkaCluster.builder("old-format").version("3.4.1").messageFormat("0.10.2").start()) {
      createTopic(kafka.clientConfig(), "magic-one", 1);
      Map<String, Object> config = new LinkedHashMap<>(kafka.clientConfig());
      config.put("enable.idempotence", "false");
      try (var producer =
          new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("magic-one", "key", "value")).get(30, TimeUnit.SECONDS);
      }

      Path segment =
          kafka.directory().resolve("broker-0/data/magic-one-0/00000000000000000000.log");
      int magicAt = Long.BYTES + Integer.BYTES + Integer.BYTES;
      assertThat(Files.readAllBytes(segment)[magicAt]).isEqualTo((byte) 1);
    }
  }

  private static String clusterId(Map<String, Object> config) throws Exception {
    try (Admin admin = Admin.create(config)) {
      return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
    }
  }

  private static void createTopic(Map<String, Object> config, String name, int replicas)
      throws Exception {
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(Set.of(new NewTopic(name, 1, (short) replicas)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
