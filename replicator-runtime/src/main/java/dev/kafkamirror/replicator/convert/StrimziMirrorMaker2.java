package dev.kafkamirror.replicator.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a {@code KafkaMirrorMaker2} of Strimzi: v1beta2, with clusters and mirrors that name them,
 * or v1, with one target and a source in each mirror.
 */
final class StrimziMirrorMaker2 {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  /** Fields that lose nothing. */
  private static final Set<String> HARMLESS =
      Set.of("version", "image", "livenessProbe", "readinessProbe", "clientRackInitImage");

  private final JsonNode document;
  private final Set<String> targets;
  private final References references;
  private final Findings whole = new Findings("");
  private final Names names = new Names();
  private final List<FlowInput> flows = new ArrayList<>();

  private StrimziMirrorMaker2(JsonNode document, Set<String> targets, Lookup lookup)
      throws ConversionException {
    this.document = document;
    this.targets = targets;
    this.references = new References(providers(document.path("spec")), lookup);
    if (!document.path("kind").asText().equals("KafkaMirrorMaker2")) {
      throw new ConversionException("kind must be KafkaMirrorMaker2");
    }
    JsonNode mirrors = document.path("spec").path("mirrors");
    for (int i = 0; i < mirrors.size(); i++) {
      mirror(mirrors.get(i), "mirrors[" + i + "]");
    }
    if (flows.isEmpty()) {
      throw new ConversionException("there is no mirror with a sourceConnector to convert");
    }
    rest();
  }

  static StrimziMirrorMaker2 parse(byte[] yaml, Set<String> targets, Lookup lookup)
      throws ConversionException {
    try {
      return new StrimziMirrorMaker2(YAML.readTree(yaml), targets, lookup);
    } catch (JsonProcessingException e) {
      throw new ConversionException("it is not valid YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  List<FlowInput> flows() {
    return flows;
  }

  List<Finding> findings() {
    return whole.all();
  }

  /** Null where none is said. */
  String namespace() {
    return document.path("metadata").path("namespace").asText(null);
  }

  References references() {
    return references;
  }

  private void mirror(JsonNode mirror, String path) throws ConversionException {
    JsonNode source = side(mirror.path("source"), mirror.path("sourceCluster"), "sourceCluster");
    JsonNode given = document.path("spec").path("target");
    JsonNode target = side(given, mirror.path("targetCluster"), "targetCluster");
    String targetAlias = target.path("alias").asText();
    if (!targets.isEmpty() && !targets.contains(targetAlias)) {
      return;
    }
    if (!mirror.has("sourceConnector")) {
      whole.dropped(setting(path, ""), "it has no sourceConnector, so that nothing is mirrored");
      return;
    }
    String name = names.next(source.path("alias").asText() + "-to-" + targetAlias);
    Findings findings = new Findings(name);
    StrimziConnectors connectors = new StrimziConnectors(mirror, path, references, findings);
    FlowInput flow =
        new FlowInput(
            name,
            namespace(),
            cluster(source, "source", findings),
            cluster(target, "target", findings),
            new Settings(),
            connectors.heartbeats(),
            connect(source.path("alias").asText(), targetAlias),
            mirror.has("checkpointConnector"),
            extra(connectors.state(), findings),
            findings);
    Map<String, Setting> settings = connectors.settings();
    settings.forEach(flow::putBelow);
    StrimziConnectors.config(source, path(source), references).forEach(flow.source()::put);
    StrimziConnectors.config(target, path(target), references).forEach(flow.target()::put);
    settings.forEach(flow::put);
    connectors.reportFields();
    flows.add(flow);
  }

  /** A cluster of v1, or the one of v1beta2 that has the alias. */
  private JsonNode side(JsonNode v1, JsonNode alias, String field) throws ConversionException {
    if (v1.isObject()) {
      return v1;
    }
    for (JsonNode cluster : document.path("spec").path("clusters")) {
      if (cluster.path("alias").asText().equals(alias.asText())) {
        return cluster;
      }
    }
    throw new ConversionException(field + " " + alias.asText() + " is none of spec.clusters");
  }

  private ClusterInput cluster(JsonNode cluster, String side, Findings findings) {
    StrimziSecurity security = new StrimziSecurity(cluster, side, findings);
    ClusterInput input = ClusterInput.of(cluster.path("alias").asText(), security.fields());
    String path = path(cluster);
    input.put(
        "bootstrap.servers",
        setting(path + ".bootstrapServers", cluster.path("bootstrapServers").asText()));
    input.put("security.protocol", Setting.byDefault("security.protocol", security.protocol()));
    security
        .properties()
        .forEach(
            (key, value) ->
                input.put(key, references.resolve(path + ".authentication.config." + key, value)));
    return input;
  }

  private ConnectInput connect(String source, String target) {
    return ConnectInput.strimzi(
        name("groupId", ""),
        name("offsetStorageTopic", "-offsets"),
        name("configStorageTopic", "-configs"),
        source,
        target);
  }

  /** A name as v1 gives it; without, that of v1beta2. */
  private Setting name(String field, String ending) {
    String given = document.path("spec").path("target").path(field).asText();
    return given.isEmpty()
        ? Setting.byDefault(field, "mirrormaker2-cluster" + ending)
        : setting("target." + field, given);
  }

  private static String path(JsonNode cluster) {
    return "clusters[" + cluster.path("alias").asText() + "]";
  }

  private Map<String, Object> extra(String state, Findings findings) {
    Map<String, Object> extra = new LinkedHashMap<>();
    if (!state.equals("running")) {
      extra.put("state", state.equals("paused") ? "Paused" : "Stopped");
    }
    JsonNode spec = document.path("spec");
    if (spec.has("replicas")) {
      extra.put("replicas", spec.path("replicas").asInt());
      findings.kept(setting("replicas", ""), "replicas");
    }
    Map<String, Object> resources = new LinkedHashMap<>();
    for (String kind : List.of("limits", "requests")) {
      Map<String, String> quantities = new LinkedHashMap<>();
      spec.path("resources")
          .path(kind)
          .properties()
          .forEach(e -> quantities.put(e.getKey(), e.getValue().asText()));
      if (!quantities.isEmpty()) {
        resources.put(kind, quantities);
        findings.kept(setting("resources." + kind, ""), "resources." + kind);
      }
    }
    if (!resources.isEmpty()) {
      extra.put("resources", resources);
    }
    if (spec.has("metricsConfig")) {
      extra.put("metrics", Map.of("mirrorMaker2Names", "Enabled"));
      findings.changed(
          setting("metricsConfig", ""),
          "metrics.mirrorMaker2Names",
          "metrics are served in Prometheus' format at /metrics, with MirrorMaker 2's names too");
    }
    return extra;
  }

  /** What concerns Kafka Connect's pods and no flow. */
  private void rest() {
    document
        .path("spec")
        .fieldNames()
        .forEachRemaining(
            field -> {
              Setting setting = setting(field, "");
              switch (field) {
                case "mirrors", "clusters", "target", "replicas", "resources", "metricsConfig" -> {}
                case "connectCluster" -> whole.dropped(setting, "there is no Kafka Connect");
                case "rack" ->
                    whole.lost(setting, "source.rack.id", "set it to the zone of the pods");
                default -> {
                  if (HARMLESS.contains(field)) {
                    whole.dropped(setting, "the operator has its own");
                  } else {
                    whole.lost(setting, "the KafkaMirror has no field for it");
                  }
                }
              }
            });
    if (document.path("spec").path("target").has("statusStorageTopic")) {
      whole.dropped(
          setting("target.statusStorageTopic", ""),
          "is about Kafka Connect, which the mirror does without");
    }
  }

  private Setting setting(String key, String value) {
    return references.resolve(key, value);
  }

  private static Map<String, String> providers(JsonNode spec) {
    Map<String, String> found = new HashMap<>();
    List<JsonNode> clusters = new ArrayList<>(List.of(spec.path("target")));
    spec.path("clusters").forEach(clusters::add);
    for (JsonNode cluster : clusters) {
      cluster
          .path("config")
          .properties()
          .forEach(
              e -> {
                if (e.getKey().startsWith("config.providers")) {
                  found.put(e.getKey(), e.getValue().asText());
                }
              });
    }
    return found;
  }
}
