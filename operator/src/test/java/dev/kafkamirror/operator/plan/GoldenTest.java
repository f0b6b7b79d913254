package dev.kafkamirror.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.Samples;
import dev.kafkamirror.operator.observe.PodState;
import dev.kafkamirror.operator.observe.SecretState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each directory of {@code src/test/resources/golden} is a case: {@code mirror.yaml} in, perhaps
 * with {@code secrets.yaml} and {@code pods.yaml} (what the pods answer), and out come {@code
 * children.yaml}, what is made for it, and {@code status.yaml}, its status once the pods run.
 * {@code -Dgolden.update=true} writes what comes out; look at the difference before committing it.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/golden");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  static Stream<Path> cases() throws IOException {
    try (var cases = Files.list(CASES)) {
      return cases.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSpecBecomesTheseChildrenAndThisStatus(Path directory) throws IOException {
    var mirror = YAML.readValue(directory.resolve("mirror.yaml").toFile(), KafkaMirror.class);
    mirror.getMetadata().setUid("0b1c2d3e");
    mirror.getMetadata().setGeneration(1L);
    mirror.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    var scene = new Scene(mirror).secrets(secrets(directory));
    var children = new TreeMap<String, JsonNode>();
    for (HasMetadata child : scene.plan().children()) {
      children.put(child.getKind(), YAML.valueToTree(child));
    }
    compare(directory.resolve("children.yaml"), children);
    scene.rolledOut().pods(pods(directory, scene)).plan();
    scene.pods(pods(directory, scene)).after(60).plan();
    compare(directory.resolve("status.yaml"), mirror.getStatus());
  }

  private static SecretState[] secrets(Path directory) throws IOException {
    return elements(directory.resolve("secrets.yaml"))
        .map(
            secret ->
                new SecretState(
                    secret.path("name").asText(),
                    "1",
                    Set.of(YAML.convertValue(secret.path("keys"), String[].class))))
        .toArray(SecretState[]::new);
  }

  /** A pod that names no revision has applied the one that was made. */
  private static PodState[] pods(Path directory, Scene scene) throws IOException {
    return elements(directory.resolve("pods.yaml"))
        .map(
            answer -> {
              if (!answer.has("revision")) {
                ((ObjectNode) answer).put("revision", SettingsFile.revision(scene.settings()));
              }
              return Samples.pod(YAML.convertValue(answer, ReplicatorStatus.class));
            })
        .toArray(PodState[]::new);
  }

  private static Stream<JsonNode> elements(Path file) throws IOException {
    return Files.exists(file)
        ? StreamSupport.stream(YAML.readTree(file.toFile()).spliterator(), false)
        : Stream.empty();
  }

  private static void compare(Path golden, Object actual) throws IOException {
    var text = YAML.writeValueAsString(actual);
    if (UPDATE) {
      Files.writeString(golden, text);
      return;
    }
    assertThat(text)
        .as("%s; run with -Dgolden.update=true to take over what differs", golden)
        .isEqualTo(Files.readString(golden));
  }
}
