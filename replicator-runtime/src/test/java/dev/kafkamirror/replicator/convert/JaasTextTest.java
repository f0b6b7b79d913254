package dev.kafkamirror.replicator.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaasTextTest {

  @Test
  void optionsAreReadAsKafkaDoes() {
    String text =
        "org.apache.kafka.common.security.scram.ScramLoginModule required\n"
            + " username=mirror password=\"a \\\"b\\\" \\\\c;\" tokenauth='true';";

    assertThat(JaasText.parse(text).orElseThrow().options())
        .isEqualTo(Map.of("username", "mirror", "password", "a \"b\" \\c;", "tokenauth", "true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.Module",
        "a.Module required username=u password=p",
        "a.Module required username;",
        "a.Module required password=123;"
      })
  void whatKafkaRefusesIsRefused(String text) {
    assertThat(JaasText.parse(text)).isEmpty();
  }

  @Test
  void theTextOfItShowsNoSecrets() {
    assertThat(JaasText.parse("m required password=secret;").orElseThrow().toString())
        .doesNotContain("secret");
  }
}
