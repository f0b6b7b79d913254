package dev.kafkamirror.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kafkamirror.api.v1alpha1.PodTemplateSpec;
import dev.kafkamirror.operator.validation.Problem;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a spec's {@code podTemplate} adds to the pods of a mirror. */
final class PodExtras {
  private static final PodTemplateSpec NOTHING =
      new PodTemplateSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  private static final long HAND_OVER_SECONDS = 30;
  private static final Set<String> OWN_VARIABLES = Set.of("POD_NAME", "JAVA_TOOL_OPTIONS");
  private static final Set<String> OWN_VOLUMES = Set.of("settings", "tmp");
  private static final List<Path> OWN_PATHS =
      List.of(Path.of("/etc/kafka-mirror"), Path.of("/tmp"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PodTemplateSpec spec;

  /**
   * @param spec null for nothing
   */
  PodExtras(PodTemplateSpec spec) {
    this.spec = Objects.requireNonNullElse(spec, NOTHING);
  }

  /** What would take the place of something that the pods need; empty when nothing does. */
  static Optional<Problem> problem(PodTemplateSpec spec) {
    var extras = new PodExtras(spec);
    try {
      var variable =
          extras.environment().stream().map(EnvVar::getName).filter(OWN_VARIABLES::contains);
      var volume =
          extras.volumes().stream()
              .map(Volume::getName)
              .filter(n -> n != null && (OWN_VOLUMES.contains(n) || n.startsWith("secret-")));
      var mount =
          extras.mounts().stream()
              .map(VolumeMount::getMountPath)
              .filter(path -> path != null && hides(path));
      return Stream.of(
              variable.map(name -> "env " + name),
              volume.map(name -> "volume " + name),
              mount.map(path -> "volumeMounts at " + path))
          .flatMap(taken -> taken)
          .findFirst()
          .map(taken -> invalid(taken + " is taken by the operator; choose another"));
    } catch (IllegalArgumentException e) {
      return Optional.of(invalid(e.getMessage()));
    }
  }

  /** Whether a mount there would hide what the pods need, or be hidden by it. */
  private static boolean hides(String mountPath) {
    Path path = Path.of("/").resolve(mountPath).normalize();
    return OWN_PATHS.stream().anyMatch(own -> own.startsWith(path) || path.startsWith(own));
  }

  static Problem invalid(String why) {
    return new Problem(Problem.Reason.InvalidPodTemplate, "spec.podTemplate: " + why);
  }

  /** More labels of the pods. */
  Map<String, String> labels() {
    return Objects.requireNonNullElse(spec.labels(), Map.of());
  }

  Map<String, String> annotations() {
    return Objects.requireNonNullElse(spec.annotations(), Map.of());
  }

  Map<String, String> serviceAccountAnnotations() {
    return Objects.requireNonNullElse(spec.serviceAccountAnnotations(), Map.of());
  }

  List<EnvVar> environment() {
    return all(spec.env(), EnvVar.class);
  }

  List<Volume> volumes() {
    return all(spec.volumes(), Volume.class);
  }

  List<VolumeMount> mounts() {
    return all(spec.volumeMounts(), VolumeMount.class);
  }

  /**
   * The pod with where and how it is to run.
   *
   * @param drainSeconds how long it may go on before it hands over
   */
  PodSpec placed(PodSpec pod, Map<String, String> selector, long drainSeconds) {
    var handOver = spec.terminationGracePeriodSeconds();
    return new PodSpecBuilder(pod)
        .withTerminationGracePeriodSeconds(
            drainSeconds + (handOver == null ? HAND_OVER_SECONDS : handOver))
        .withImagePullSecrets(
            Objects.requireNonNullElse(spec.imagePullSecrets(), List.<String>of()).stream()
                .map(LocalObjectReference::new)
                .toList())
        .withPriorityClassName(spec.priorityClassName())
        .withRuntimeClassName(spec.runtimeClassName())
        .withNodeSelector(spec.nodeSelector())
        .withTolerations(all(spec.tolerations(), Toleration.class))
        .withAffinity(spec.affinity() == null ? null : one(spec.affinity(), Affinity.class))
        .withTopologySpreadConstraints(spread(selector))
        .withHostAliases(all(spec.hostAliases(), HostAlias.class))
        .build();
  }

  private List<TopologySpreadConstraint> spread(Map<String, String> selector) {
    if (spec.topologySpreadConstraints() != null) {
      return all(spec.topologySpreadConstraints(), TopologySpreadConstraint.class);
    }
    return List.of(
        new TopologySpreadConstraintBuilder()
            .withMaxSkew(1)
            .withTopologyKey("kubernetes.io/hostname")
            .withWhenUnsatisfiable("ScheduleAnyway")
            .withLabelSelector(
                new LabelSelectorBuilder().withMatchLabels(new TreeMap<>(selector)).build())
            .build());
  }

  private static <T> List<T> all(List<JsonNode> nodes, Class<T> type) {
    return nodes == null ? List.of() : nodes.stream().map(node -> one(node, type)).toList();
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  private static <T> T one(JsonNode node, Class<T> type) {
    return JSON.convertValue(node, type);
  }
}
