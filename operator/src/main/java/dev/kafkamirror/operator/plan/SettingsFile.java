package dev.kafkamirror.operator.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import java.util.Optional;
import java.util.Set;

/**
 * The settings file that the pods run on: the mirror without what the engine does not read, and
 * with the ids of its clusters, so that pods that start find out when one was replaced.
 *
 * @param text YAML, the same for the same spec
 * @param revision first 12 hex digits of the SHA-256 of the text
 */
public record SettingsFile(String text, String revision) {

  /** Key of the ConfigMap, and name of the mounted file. */
  public static final String KEY = "settings.yaml";

  /** Fields of the spec that concern the pods and not what they do: no new revision for them. */
  private static final Set<String> NOT_FOR_THE_ENGINE =
      Set.of(
          "replicas",
          "autoscaling",
          "health",
          "resources",
          "image",
          "restartNonce",
          "jvm",
          "podTemplate",
          "podDisruptionBudget",
          "networkPolicy");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /**
   * The settings file of a mirror.
   *
   * @param clusters the ids of its clusters, which the spec need not name
   */
  public static SettingsFile of(KafkaMirror mirror, ClusterIds clusters) {
    var document = YAML.createObjectNode();
    document.put("apiVersion", mirror.getApiVersion()).put("kind", mirror.getKind());
    document
        .putObject("metadata")
        .put("name", mirror.getMetadata().getName())
        .put("namespace", mirror.getMetadata().getNamespace());
    ObjectNode spec = YAML.valueToTree(mirror.getSpec());
    spec.set("source", YAML.valueToTree(named(mirror.getSpec().source(), clusters.source())));
    spec.set("target", YAML.valueToTree(named(mirror.getSpec().target(), clusters.target())));
    document.set("spec", spec.remove(NOT_FOR_THE_ENGINE));
    try {
      var text = YAML.writeValueAsString(document);
      return new SettingsFile(text, Hash.of(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written as YAML", e);
    }
  }

  private static ClusterSpec named(ClusterSpec cluster, String clusterId) {
    return new ClusterSpec(
        cluster.alias(),
        cluster.bootstrapServers(),
        clusterId,
        cluster.tls(),
        cluster.authentication(),
        cluster.rack(),
        cluster.clientConfig());
  }

  /** The spec in a settings file; empty when it is not one (someone else wrote it). */
  public static Optional<KafkaMirrorSpec> parse(String text) {
    try {
      return Optional.ofNullable(
          YAML.treeToValue(YAML.readTree(text).path("spec"), KafkaMirrorSpec.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The revision of a text. */
  static String revision(String text) {
    return Hash.of(text);
  }
}
