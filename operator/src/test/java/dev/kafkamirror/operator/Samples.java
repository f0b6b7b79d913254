package dev.kafkamirror.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodReport.Freshness;
import dev.kafkamirror.operator.observe.PodState;
import java.util.Map;

/** Values that tests start from; what a test is about it writes over them as YAML. */
public final class Samples {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String MIRROR =
      """
      apiVersion: kafkamirror.dev/v1alpha1
      kind: KafkaMirror
      metadata:
        name: m
        namespace: ns
        uid: 0b1c2d3e
        generation: 1
        creationTimestamp: "2026-01-01T00:00:00Z"
      spec:
        source: {alias: east, bootstrapServers: ["east:9092"]}
        target: {alias: west, bootstrapServers: ["west:9092"]}
        topics: {include: [{prefix: orders.}]}
        state: Running
        replicas: 1
      """;

  private static final String ANSWER =
      """
      pod: p-1
      version: 0.1.0
      revision: aaaaaaaaaaaa
      fleetState: Member
      generation: 3
      source: {state: Reachable, clusterId: east-id}
      target: {state: Reachable, clusterId: west-id}
      work:
        tasks: 1
        tasksFailed: 0
        partitions: 6
        replicating: 6
        failed: 0
        lagRecords: 0
        lagSeconds: 0
        recordsPerSecond: 100
        bytesPerSecond: 20000
      flow:
        topicsMatched: 2
        topicsReplicating: 2
        partitionsTotal: 6
        partitionsUnassigned: 0
        tasksDesired: 1
        heartbeat: {state: Healthy, roundTripMillis: 50}
      failures: []
      """;

  private Samples() {}

  /** A mirror from east to west with what differs written over it. */
  public static KafkaMirror mirror(String changes) {
    return read(merge(MIRROR, changes), KafkaMirror.class);
  }

  /**
   * A mirror to create, with what differs written over it. It names its clusters, so that its
   * settings stay when its pods name them, and its target is no other's.
   */
  public static KafkaMirror named(String namespace, String name, String changes) {
    var mirror =
        changed(
            mirror(
                """
                spec:
                  source: {clusterId: east-id}
                  target: {bootstrapServers: ['%s:9092'], clusterId: id-of-%s}
                """
                    .formatted(name, name)),
            changes);
    mirror.getMetadata().setName(name);
    mirror.getMetadata().setNamespace(namespace);
    mirror.getMetadata().setUid(null);
    mirror.getMetadata().setGeneration(null);
    mirror.getMetadata().setCreationTimestamp(null);
    return mirror;
  }

  /** A value with something written over it. */
  public static <T> T changed(T value, String changes) {
    @SuppressWarnings("unchecked")
    var type = (Class<T>) value.getClass();
    try {
      return read(merge(YAML.<JsonNode>valueToTree(value), YAML.readTree(changes)), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the only pod of a healthy mirror answers, with what differs written over it. */
  public static ReplicatorStatus answer(String changes) {
    return read(merge(ANSWER, changes), ReplicatorStatus.class);
  }

  /** A ready pod that gave an answer. */
  public static PodState pod(ReplicatorStatus answer) {
    return new PodState(
        answer.pod(),
        true,
        false,
        Map.of(),
        null,
        new PodReport(answer.pod(), Freshness.Fresh, answer));
  }

  /** A pod that no longer answers. */
  public static PodState stalePod(String name) {
    return new PodState(
        name, true, false, Map.of(), null, new PodReport(name, Freshness.Stale, null));
  }

  /** A pod that has not answered yet. */
  public static PodState startingPod(String name, String problem) {
    return new PodState(
        name, false, false, Map.of(), problem, new PodReport(name, Freshness.Silent, null));
  }

  private static JsonNode merge(String base, String changes) {
    try {
      return merge(YAML.readTree(base), YAML.readTree(changes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode merge(JsonNode base, JsonNode changes) {
    if (!(base instanceof ObjectNode object) || !changes.isObject()) {
      return changes.isMissingNode() ? base : changes;
    }
    changes
        .properties()
        .forEach(
            change ->
                object.set(
                    change.getKey(), merge(object.path(change.getKey()), change.getValue())));
    return object;
  }

  private static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return YAML.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
