package dev.kafkamirror.replicator.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connectors of one mirror: Strimzi has their settings apart, a KafkaMirror together. */
final class StrimziConnectors {
  private static final String SOURCE = "sourceConnector";
  private static final String HEARTBEAT = "heartbeatConnector";
  private static final List<String> KINDS = List.of(SOURCE, "checkpointConnector", HEARTBEAT);

  private static final Map<String, String> PATTERNS =
      Map.of(
          "topicsPattern", "topics",
          "topicsExcludePattern", "topics.exclude",
          "topicsBlacklistPattern", "topics.blacklist",
          "groupsPattern", "groups",
          "groupsExcludePattern", "groups.exclude",
          "groupsBlacklistPattern", "groups.blacklist");

  private static final Set<String> CLUSTERS = Set.of("source", "sourceCluster", "targetCluster");

  private final JsonNode mirror;
  private final String path;
  private final References references;
  private final Findings findings;

  /**
   * @param path where the mirror stands in the file
   */
  StrimziConnectors(JsonNode mirror, String path, References references, Findings findings) {
    this.mirror = mirror;
    this.path = path;
    this.references = references;
    this.findings = findings;
  }

  /** The fields of a {@code config}, by name. */
  static Map<String, Setting> config(JsonNode object, String path, References references) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    object
        .path("config")
        .properties()
        .forEach(
            e ->
                settings.put(
                    e.getKey(),
                    references.resolve(path + ".config." + e.getKey(), e.getValue().asText())));
    return settings;
  }

  Map<String, Setting> settings() {
    Map<String, Setting> all = new LinkedHashMap<>();
    for (String kind : KINDS) {
      config(mirror.path(kind), path + "." + kind, references)
          .forEach((name, setting) -> merge(all, name, setting));
    }
    PATTERNS.forEach(
        (field, name) -> {
          if (mirror.has(field)) {
            Setting setting = setting(path + "." + field, mirror.path(field).asText());
            Setting before = all.put(name, setting);
            if (before != null) {
              findings.dropped(before, setting.key() + " counts instead");
            }
          }
        });
    JsonNode tasks = mirror.path(SOURCE).path("tasksMax");
    if (!tasks.isMissingNode()) {
      all.put("tasks.max", setting(path + "." + SOURCE + ".tasksMax", tasks.asText()));
    }
    return all;
  }

  private void merge(Map<String, Setting> all, String name, Setting setting) {
    Setting first = all.putIfAbsent(name, setting);
    if (first != null && first.value().equals(setting.value())) {
      findings.dropped(setting, first.key() + " says the same");
    } else if (first != null) {
      findings.lost(setting, first.key() + " counts instead");
    }
  }

  /** Strimzi's heartbeat connector writes to the cluster of Kafka Connect: the target. */
  HeartbeatInput heartbeats() {
    String at = path + "." + HEARTBEAT;
    Map<String, Setting> config = config(mirror.path(HEARTBEAT), at, references);
    Setting none = Setting.byDefault(at, "false");
    Setting every = Setting.byDefault(HeartbeatInput.SECONDS, "1");
    Setting enabled = config.getOrDefault(HeartbeatInput.ENABLED, setting(at, "true"));
    return new HeartbeatInput(
        none,
        every,
        mirror.has(HEARTBEAT) ? enabled : none,
        config.getOrDefault(HeartbeatInput.SECONDS, every));
  }

  /** The mirror's state as its source connector has it: running, paused or stopped. */
  String state() {
    return state(mirror.path(SOURCE));
  }

  private static String state(JsonNode connector) {
    return connector
        .path("state")
        .asText(connector.path("pause").asBoolean() ? "paused" : "running");
  }

  /** Says what becomes of the fields that are no settings. */
  void reportFields() {
    mirror
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (KINDS.contains(field)) {
                mirror.path(field).fieldNames().forEachRemaining(f -> reportField(field, f));
              } else if (!PATTERNS.containsKey(field) && !CLUSTERS.contains(field)) {
                findings.lost(
                    setting(path + "." + field, ""), "the KafkaMirror has no field for it");
              }
            });
  }

  private void reportField(String kind, String field) {
    Setting setting = setting(path + "." + kind + "." + field, "");
    boolean source = kind.equals(SOURCE);
    switch (field) {
      case "config" -> {}
      case "tasksMax" -> {
        if (!source) {
          findings.dropped(setting, "it has no tasks of its own");
        }
      }
      case "state", "pause" -> {
        if (source) {
          findings.kept(setting, "state");
        } else if (state(mirror.path(kind)).equals("running")) {
          findings.dropped(setting, "it runs as the mirror does");
        } else {
          findings.lost(setting, "it runs as the mirror does");
        }
      }
      case "autoRestart" -> findings.dropped(setting, "what fails is tried on for ever");
      case "listOffsets", "alterOffsets" -> findings.dropped(setting, "use replicator positions");
      case "version" -> findings.dropped(setting, "there is no Kafka Connect");
      default -> findings.lost(setting, "the KafkaMirror has no field for it");
    }
  }

  private Setting setting(String key, String value) {
    return references.resolve(key, value);
  }
}
