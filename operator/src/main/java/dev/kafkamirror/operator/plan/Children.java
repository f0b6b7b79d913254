package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.Management;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The objects that a mirror consists of, in the order in which they are made. */
final class Children {
  private final KafkaMirror mirror;
  private final int replicas;

  /**
   * @param replicas pods that there should be
   */
  Children(KafkaMirror mirror, int replicas) {
    this.mirror = mirror;
    this.replicas = replicas;
  }

  /** All of them. */
  List<HasMetadata> all(SettingsFile settings, ReplicatorPods pods) {
    return Stream.of(
            Stream.of(serviceAccount(), settingsMap(settings)),
            disruptionBudget().stream(),
            networkPolicy(pods).stream(),
            Stream.of(deployment(pods)))
        .<HasMetadata>flatMap(Function.identity())
        .toList();
  }

  private HasMetadata serviceAccount() {
    return new ServiceAccountBuilder()
        .withMetadata(serviceAccountMetadata())
        .withAutomountServiceAccountToken(false)
        .build();
  }

  private HasMetadata settingsMap(SettingsFile settings) {
    return new ConfigMapBuilder()
        .withMetadata(metadata())
        .withData(Map.of(SettingsFile.KEY, settings.text()))
        .build();
  }

  /** The Deployment alone. */
  HasMetadata deployment(ReplicatorPods pods) {
    return new ReplicatorDeployment(mirror, replicas, pods).build(metadata());
  }

  private Optional<HasMetadata> disruptionBudget() {
    var spec = mirror.getSpec().podDisruptionBudget();
    if (spec != null && spec.mode() == Management.Unmanaged) {
      return Optional.empty();
    }
    var most = spec == null || spec.maxUnavailable() == null ? 1 : spec.maxUnavailable();
    return Optional.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(metadata())
            .withNewSpec()
            .withNewMaxUnavailable(most)
            .withNewSelector()
            .withMatchLabels(new TreeMap<>(Names.selector(mirror.getMetadata().getName())))
            .endSelector()
            .endSpec()
            .build());
  }

  private Optional<HasMetadata> networkPolicy(ReplicatorPods pods) {
    var spec = mirror.getSpec().networkPolicy();
    if (spec != null && spec.mode() == Management.Unmanaged) {
      return Optional.empty();
    }
    var from = spec == null ? null : spec.metricsFrom();
    return Optional.of(
        new ReplicatorNetworkPolicy(mirror.getMetadata().getName(), pods.operatorNamespace(), from)
            .build(metadata()));
  }

  private ObjectMeta serviceAccountMetadata() {
    var more = new PodExtras(mirror.getSpec().podTemplate()).serviceAccountAnnotations();
    return new ObjectMetaBuilder(metadata()).addToAnnotations(new TreeMap<>(more)).build();
  }

  private ObjectMeta metadata() {
    var owner = mirror.getMetadata();
    return new ObjectMetaBuilder()
        .withName(Names.child(owner.getName()))
        .withNamespace(owner.getNamespace())
        .withLabels(new TreeMap<>(Names.labels(owner.getName())))
        .addNewOwnerReference()
        .withApiVersion(mirror.getApiVersion())
        .withKind(mirror.getKind())
        .withName(owner.getName())
        .withUid(owner.getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .build();
  }
}
