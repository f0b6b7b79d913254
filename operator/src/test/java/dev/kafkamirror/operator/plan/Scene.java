package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.observe.Memory;
import dev.kafkamirror.operator.observe.Neighbour;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.observe.PodState;
import dev.kafkamirror.operator.observe.SecretState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays reconciles one after the other: what a plan writes is what the next one sees. */
final class Scene {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Planner planner =
      new Planner(
          new ReplicatorPods(
              "kafka-mirror-replicator:0.1.0",
              "kafka-mirror",
              Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "")));
  private KafkaMirror mirror;
  private List<HasMetadata> children = List.of();
  private List<PodState> pods = List.of();
  private Map<String, SecretState> secrets = Map.of();
  private List<Neighbour> neighbours = List.of();
  private Memory memory = Memory.since(START);
  private Instant now = START;

  Scene(KafkaMirror mirror) {
    this.mirror = mirror;
  }

  /** The user changes the mirror; its status stays. */
  Scene edit(KafkaMirror changed) {
    changed.setStatus(mirror.getStatus());
    changed.getMetadata().setGeneration(mirror.getMetadata().getGeneration() + 1);
    mirror = changed;
    return this;
  }

  Scene pods(PodState... seen) {
    pods = List.of(seen);
    return this;
  }

  Scene secrets(SecretState... seen) {
    secrets = Arrays.stream(seen).collect(Collectors.toMap(SecretState::name, Function.identity()));
    return this;
  }

  Scene neighbours(Neighbour... seen) {
    neighbours = List.of(seen);
    return this;
  }

  Scene after(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  /** The Deployment's controller has made every pod, and they are ready. */
  Scene rolledOut() {
    children = children.stream().map(Scene::rolledOut).toList();
    return this;
  }

  /** Someone else writes a child. */
  Scene change(Function<HasMetadata, HasMetadata> change) {
    children = children.stream().map(change).toList();
    return this;
  }

  /** The next plan, whose writes are then there. */
  Plan plan() {
    var plan =
        planner.plan(new Observation(mirror, children, secrets, pods, neighbours, memory), now);
    plan.status().ifPresent(mirror::setStatus);
    children = written(plan);
    pods = pods.stream().map(pod -> annotated(pod, plan)).toList();
    memory =
        new Memory(
            plan.replicating() ? now : memory.lastReplicating(),
            plan.status().isPresent() ? now : memory.lastStatusWrite(),
            plan.lagHighSince(),
            plan.scale());
    return plan;
  }

  String settings() {
    return children.stream()
        .filter(ConfigMap.class::isInstance)
        .map(map -> ((ConfigMap) map).getData())
        .map(data -> data.get(SettingsFile.KEY))
        .findFirst()
        .orElseThrow();
  }

  String ready() {
    return mirror.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(condition -> condition.getStatus() + "/" + condition.getReason())
        .findFirst()
        .orElseThrow();
  }

  private List<HasMetadata> written(Plan plan) {
    var kinds =
        Stream.concat(plan.children().stream(), plan.deletions().stream())
            .map(HasMetadata::getKind)
            .collect(Collectors.toSet());
    var all = new ArrayList<>(children);
    all.removeIf(child -> kinds.contains(child.getKind()));
    plan.children().forEach(child -> all.add(stored(child)));
    return all;
  }

  /** As the API server stores an object. */
  private static HasMetadata stored(HasMetadata child) {
    if (!(child instanceof Deployment deployment)) {
      return child;
    }
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withGeneration(1L)
        .withResourceVersion("7")
        .endMetadata()
        .build();
  }

  private static HasMetadata rolledOut(HasMetadata child) {
    if (!(child instanceof Deployment deployment)) {
      return child;
    }
    int replicas = deployment.getSpec().getReplicas();
    return new DeploymentBuilder(deployment)
        .withNewStatus()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(replicas)
        .endStatus()
        .build();
  }

  private static PodState annotated(PodState pod, Plan plan) {
    return plan.podPatches().stream()
        .filter(patch -> patch.pod().equals(pod.name()))
        .findFirst()
        .map(
            patch ->
                new PodState(
                    pod.name(),
                    pod.ready(),
                    pod.terminating(),
                    patch.annotations(),
                    pod.problem(),
                    pod.report()))
        .orElse(pod);
  }

  static SecretState secret(String name, String version, String... keys) {
    return new SecretState(name, version, Set.of(keys));
  }
}
