package dev.kafkamirror.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A spec as a user writes it and the types, with nothing but Jackson. */
class TypesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @MethodSource("valid")
  void takeUpEveryFieldAndWriteItAsItWas(Path file) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode spec = documents.next().get("spec");

        KafkaMirrorSpec read = YAML.treeToValue(spec, KafkaMirrorSpec.class);

        assertThat(numbersAsTexts(YAML.valueToTree(read))).isEqualTo(numbersAsTexts(spec));
      }
    }
  }

  @Test
  void takeAQuantityWithOrWithoutQuotes() throws IOException {
    var spec =
        YAML.readValue(
            "resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: '1'}}",
            KafkaMirrorSpec.class);

    assertThat(spec.resources().limits()).isEqualTo(Map.of("cpu", "1", "memory", "1Gi"));
    assertThat(spec.resources().requests()).isEqualTo(Map.of("cpu", "1"));
  }

  /** Quantities are written as texts even where they were read as numbers. */
  private static JsonNode numbersAsTexts(JsonNode node) throws IOException {
    return JSON.readTree(node.toString().replaceAll("(?<=\"):([0-9]+)", ":\"$1\""));
  }

  static Stream<Path> valid() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/validation/valid"))) {
      return files.sorted().toList().stream();
    }
  }
}
