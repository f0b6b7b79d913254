package dev.kafkamirror.replicator.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final Map<String, String> FILES =
      Map.of("/etc/creds", "password = pa$$\\\\word\nuser: u\n", "/etc/dir/token", "t");

  private static final Lookup LOOKUP =
      new Lookup() {
        @Override
        public Optional<byte[]> file(String path) {
          return Optional.ofNullable(FILES.get(path)).map(text -> text.getBytes(UTF_8));
        }

        @Override
        public Optional<String> environment(String name) {
          return name.equals("HOME_OF") ? Optional.of("here") : Optional.empty();
        }
      };

  private final References references =
      new References(
          Map.of(
              "config.providers.mine.class",
              "org.apache.kafka.common.config.provider.FileConfigProvider",
              "config.providers.vault.class",
              "com.example.VaultConfigProvider"),
          LOOKUP);

  @ParameterizedTest
  @CsvSource({
    "plain, plain, false",
    "${file:/etc/creds:password}, pa$$\\word, true",
    "${mine:/etc/creds:user}, u, true",
    "a ${mine:/etc/creds:user} b ${env:HOME_OF}, a u b here, true",
    "${env::HOME_OF}, here, true",
    "${directory:/etc/dir:token}, t, true",
    "${file:/etc/creds:none}, ${file:/etc/creds:none}, true",
    "${file:/nowhere:user}, ${file:/nowhere:user}, true",
    "${vault:a/b:c}, ${vault:a/b:c}, true",
    "$1 {x:y}, $1 {x:y}, false"
  })
  void areResolvedAsKafkaDoes(String value, String resolved, boolean provided) {
    assertThat(references.resolve("k", value)).isEqualTo(new Setting("k", resolved, provided));
  }

  @Test
  void toAKeyOfAKubernetesSecretStay() {
    assertThat(references.secretKey("${secrets:kafka/mirror-user:password}"))
        .contains(new References.SecretKey("mirror-user", "password"));
    assertThat(references.secretKey("${secrets:mirror-user:password}"))
        .contains(new References.SecretKey("mirror-user", "password"));
    assertThat(references.secretKey("${vault:kafka/mirror-user:password}")).isEmpty();
    assertThat(references.secretKey("x${secrets:kafka/mirror-user:password}")).isEmpty();
  }
}
