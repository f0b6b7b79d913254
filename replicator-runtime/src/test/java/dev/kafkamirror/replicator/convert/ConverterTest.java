package dev.kafkamirror.replicator.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConverterTest {
  private static final Lookup NOTHING =
      new Lookup() {
        @Override
        public Optional<byte[]> file(String path) {
          return Optional.empty();
        }

        @Override
        public Optional<String> environment(String name) {
          return Optional.empty();
        }
      };

  private final Map<String, String> file =
      new HashMap<>(
          Map.of(
              "clusters", "A,B,C",
              "A.bootstrap.servers", "a:1",
              "B.bootstrap.servers", "b:1",
              "C.bootstrap.servers", "c:1",
              "A->B.enabled", "true"));

  @ParameterizedTest
  @CsvSource({"'', 'a-to-b b-to-c c-to-a'", "B, a-to-b", "'A,C', 'b-to-c c-to-a'"})
  void onlyFlowsIntoTheNamedClustersAreConverted(String targets, String mirrors) throws Exception {
    file.put("B->C.enabled", "true");
    file.put("C->A.enabled", "TRUE");
    file.put("A->C.enabled", "false");

    Conversion conversion =
        Converter.properties(
            file, targets.isEmpty() ? Set.of() : Set.of(targets.split(",")), NOTHING);

    assertThat(conversion.mirrors())
        .extracting(ConvertedMirror::name)
        .containsExactlyInAnyOrder(mirrors.split(" "));
  }

  @Test
  void anUnknownClusterToRunIsNamed() {
    assertThatThrownBy(() -> Converter.properties(file, Set.of("D"), NOTHING))
        .hasMessage("D of --clusters is none of the clusters A, B, C");
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                     Source",
    "offset-syncs.topic.location=source,     Source",
    "A->B.offset-syncs.topic.location=target, Target",
    "emit.offset-syncs.enabled=false,        ",
    "emit.checkpoints.enabled=false,         ",
  })
  void offsetSyncsStayWhereMirrorMakerHasThem(String setting, String where) throws Exception {
    if (!setting.isEmpty()) {
      file.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }

    Conversion conversion = Converter.properties(file, Set.of(), NOTHING);

    String yaml = conversion.mirrors().getFirst().yaml();
    if (where == null) {
      assertThat(yaml).doesNotContain("writeSyncsTo");
    } else {
      assertThat(yaml).contains("writeSyncsTo: " + where);
    }
  }

  @Test
  void aFileWithoutFlowsIsRefused() {
    file.remove("A->B.enabled");

    assertThatThrownBy(() -> Converter.properties(file, Set.of(), NOTHING))
        .hasMessage("no flow is enabled: set, e.g., A->C.enabled = true");
  }

  @Test
  void oneSettingOfAllEnablesEveryFlow() throws Exception {
    file.put("enabled", "true");
    file.put("A->C.enabled", "false");

    assertThat(Converter.properties(file, Set.of(), NOTHING).mirrors()).hasSize(5);
  }

  /** By {@code MirrorMakerConfig} and {@code MirrorConnectorConfig} of Kafka 4. */
  @ParameterizedTest
  @CsvSource({
    "request.timeout.ms, 0",
    "A.request.timeout.ms, 0",
    "consumer.request.timeout.ms, 0",
    "A->B.consumer.request.timeout.ms, 1",
    "A.consumer.request.timeout.ms, 2",
    "A->B.source.consumer.request.timeout.ms, 3",
    "A->B.consumer.override.request.timeout.ms, 0",
    "B.consumer.request.timeout.ms, 0"
  })
  void theNearestSettingOfAConsumerCounts(String key, int rank) throws Exception {
    file.put(key, "12345");

    assertThat(yaml().contains("request.timeout.ms: \"12345\""))
        .isEqualTo(rank > 0 || key.startsWith("B."));
    for (var lower :
        Map.of(1, "A->B.consumer.request.timeout.ms", 2, "A.consumer.request.timeout.ms")
            .entrySet()) {
      if (lower.getKey() < rank) {
        file.put(lower.getValue(), "999");
        assertThat(yaml()).contains("\"12345\"").doesNotContain("\"999\"");
      }
    }
  }

  @Test
  void mirrorsWithTheSameCredentialsShareASecret() throws Exception {
    file.put("A->C.enabled", "true");
    file.put("security.protocol", "sasl_plaintext");
    file.put("sasl.mechanism", "PLAIN");
    file.put("sasl.jaas.config", "m required username=u password=p;");
    file.put("C.sasl.jaas.config", "m required username=u password=\"of C\";");

    Conversion conversion = Converter.properties(file, Set.of(), NOTHING);

    assertThat(conversion.secrets())
        .extracting(ConvertedSecret::name)
        .containsExactlyInAnyOrder("a-kafka", "b-kafka", "c-kafka");
    assertThat(conversion.secrets().getLast().data()).containsValue("of C");
    assertThat(conversion.mirrors().toString() + conversion.findings() + conversion.secrets())
        .doesNotContain("of C");
  }

  @Test
  void whatCannotBeAMirrorIsNamedAltogether() {
    file.remove("B.bootstrap.servers");
    file.put("A.security.protocol", "SASL_SSL");
    file.put("A.sasl.mechanism", "GSSAPI");
    file.put("replication.factor", "many");

    assertThatThrownBy(() -> Converter.properties(file, Set.of(), NOTHING))
        .isInstanceOfSatisfying(
            ConversionException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "A: the SASL mechanism of A.sasl.mechanism has no field in a KafkaMirror;"
                            + " use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or mutual TLS",
                        "B.bootstrap.servers is missing: name brokers of the cluster",
                        "replication.factor must be a whole number"));
  }

  static Stream<Map<String, String>> clientCredentials() {
    return Stream.of(
        Map.of(
            "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
            "sasl.oauthbearer.token.endpoint.url", "https://login/token",
            "sasl.jaas.config",
                "m required clientId=\"mirror\" clientSecret=\"of A\" scope=\"kafka\";"),
        Map.of(
            "sasl.oauthbearer.token.endpoint.url", "https://login/token",
            "sasl.oauthbearer.client.credentials.client.id", "mirror",
            "sasl.oauthbearer.client.credentials.client.secret", "of A",
            "sasl.oauthbearer.scope", "kafka",
            "sasl.jaas.config", "m required clientId=\"counts without the property\";"),
        Map.of(
            "sasl.login.callback.handler.class",
            "io.strimzi.kafka.oauth.client.JaasClientOauthLoginCallbackHandler",
            "sasl.jaas.config",
            "m required oauth.token.endpoint.uri=\"https://login/token\""
                + " oauth.client.id=\"mirror\" oauth.client.secret=\"of A\""
                + " oauth.scope=\"kafka\";"));
  }

  @ParameterizedTest
  @MethodSource("clientCredentials")
  void tokensForClientCredentialsStaySo(Map<String, String> oauth) throws Exception {
    oauth.forEach((key, value) -> file.put("A." + key, value));
    file.put("A.security.protocol", "SASL_SSL");
    file.put("A.sasl.mechanism", "OAUTHBEARER");

    Conversion conversion = Converter.properties(file, Set.of(), NOTHING);

    String yaml = conversion.mirrors().getFirst().yaml();
    assertThat(yaml.replaceAll("(?s).*( {4}authentication:\n.*) {2}target:.*", "$1"))
        .isEqualTo(
            """
                authentication:
                  type: OAuthBearer
                  oauth:
                    tokenEndpointUri: "https://login/token"
                    clientId: mirror
                    clientSecretRef:
                      name: a-kafka
                      key: client-secret
                    scope: kafka
            """);
    assertThat(conversion.secrets().getFirst().data()).isEqualTo(Map.of("client-secret", "of A"));
    assertThat(conversion.lostSomething()).isFalse();
    assertThat(SettingsFiles.check(yaml.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sasl.oauthbearer.token.endpoint.url, file:///token, gets OAuth tokens for client credentials",
    "sasl.jaas.config, m required clientId=a;, gets OAuth tokens for client credentials",
    "sasl.jaas.config, m required clientId=a clientSecret=b oauth.access.token=c;, for client cred",
    "sasl.login.callback.handler.class, com.example.Handler, handler.class is not loaded",
    "sasl.oauthbearer.jwt.retriever.class, com.example.Retriever, retriever.class is not loaded",
    "sasl.oauthbearer.scope, ${vault:a:b}, A.sasl.oauthbearer.scope refers to what can't be read",
  })
  void otherWaysToATokenAreRefused(String key, String value, String problem) {
    file.put("A.security.protocol", "SASL_SSL");
    file.put("A.sasl.mechanism", "OAUTHBEARER");
    file.put("A.sasl.oauthbearer.token.endpoint.url", "https://login/token");
    file.put("A.sasl.jaas.config", "m required clientId=a clientSecret=b;");
    file.put("A." + key, value);

    assertThatThrownBy(() -> Converter.properties(file, Set.of(), NOTHING))
        .isInstanceOfSatisfying(
            ConversionException.class,
            e -> assertThat(e.problems()).singleElement().asString().contains(problem));
  }

  @Test
  void everyMirrorIsOneThatTheEngineAccepts() throws Exception {
    Conversion conversion = Converter.properties(file, Set.of(), NOTHING);

    assertThat(SettingsFiles.check(conversion.mirrors().getFirst().yaml().getBytes(UTF_8)))
        .isEqualTo(List.of());
  }

  @Test
  void aDocumentOfAnotherKindIsRefused() {
    assertThatThrownBy(
            () -> Converter.strimzi("kind: KafkaConnect".getBytes(UTF_8), Set.of(), NOTHING))
        .hasMessage("kind must be KafkaMirrorMaker2");
  }

  private String yaml() throws ConversionException {
    return Converter.properties(file, Set.of(), NOTHING).mirrors().getFirst().yaml();
  }
}
