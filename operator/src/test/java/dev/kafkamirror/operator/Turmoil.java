package dev.kafkamirror.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Does to one mirror what users, other controllers and accidents do: edits, deletions, damage to
 * its children, its Secret and its pods. What is done depends on the random numbers alone.
 */
final class Turmoil {
  private static final List<String> MANAGEMENT = List.of("Managed", "Unmanaged");

  private final Random random;
  private final KubernetesClient admin;
  private final FakeKubelet kubelet;
  private final String namespace;
  private final String mirror;
  private final List<Runnable> deeds =
      List.of(
          this::edit,
          this::edit,
          this::edit,
          this::misspell,
          this::trust,
          this::deleteChild,
          this::damageChild,
          this::damageChild,
          this::changeSecret,
          this::deleteSecret,
          this::breakPods,
          this::healPods,
          this::deletePods,
          this::recreate);

  Turmoil(
      Random random, KubernetesClient admin, FakeKubelet kubelet, String namespace, String mirror) {
    this.random = random;
    this.admin = admin;
    this.kubelet = kubelet;
    this.namespace = namespace;
    this.mirror = mirror;
  }

  /** Does one thing. */
  void step() {
    one(deeds).run();
  }

  /** Mends what a person has to: the operator is to do the rest. */
  void calm() {
    patch("{spec: {state: %s}}".formatted(one(List.of("Running", "Running", "Stopped"))));
    patch("{spec: {topics: {include: [{prefix: 'calm%d.'}]}}}".formatted(random.nextInt(9)));
    patch("{spec: {podTemplate: {tolerations: null}}}");
    changeSecret();
    healPods();
  }

  private void edit() {
    int n = random.nextInt(1, 4);
    patch(
        one(
            List.of(
                "{spec: {topics: {include: [{prefix: 'p%d.'}]}}}".formatted(n),
                "{spec: {replicas: %d}}".formatted(n),
                "{spec: {tasksMax: %d}}".formatted(n),
                "{spec: {restartNonce: %d}}".formatted(n),
                "{spec: {state: %s}}".formatted(List.of("Running", "Paused", "Stopped").get(n - 1)),
                "{spec: {podTemplate: {labels: {team: t%d}}}}".formatted(n),
                "{spec: {podTemplate: null}}",
                "{spec: {podDisruptionBudget: {mode: %s}}}".formatted(MANAGEMENT.get(n % 2)),
                "{spec: {networkPolicy: {mode: %s}}}".formatted(MANAGEMENT.get(n % 2)))));
  }

  private void misspell() {
    patch(
        one(
            List.of(
                "{spec: {topics: {include: [{pattern: 'orders-('}]}}}",
                "{spec: {podTemplate: {tolerations: [{operator: Never}]}}}")));
  }

  private void trust() {
    patch(
        one(
            List.of(
                "{spec: {target: {tls: null}}}",
                "{spec: {target: {tls: {trustedCertificates: [{name: %s, key: ca.crt}]}}}}"
                    .formatted(secretName()))));
  }

  private void deleteChild() {
    one(List.<Resource<? extends HasMetadata>>of(
            admin.apps().deployments().inNamespace(namespace).withName(child()),
            admin.configMaps().inNamespace(namespace).withName(child()),
            admin.serviceAccounts().inNamespace(namespace).withName(child()),
            admin.policy().v1().podDisruptionBudget().inNamespace(namespace).withName(child()),
            admin.network().v1().networkPolicies().inNamespace(namespace).withName(child())))
        .delete();
  }

  private void damageChild() {
    one(List.<Runnable>of(
            () ->
                damage(
                    admin.apps().deployments().inNamespace(namespace).withName(child()),
                    it -> new DeploymentBuilder(it).editSpec().withReplicas(4).endSpec().build()),
            () ->
                damage(
                    admin.apps().deployments().inNamespace(namespace).withName(child()),
                    it ->
                        new DeploymentBuilder(it)
                            .editSpec()
                            .editTemplate()
                            .editSpec()
                            .editFirstContainer()
                            .withImage("other:1")
                            .endContainer()
                            .endSpec()
                            .endTemplate()
                            .endSpec()
                            .build()),
            () ->
                damage(
                    admin.configMaps().inNamespace(namespace).withName(child()),
                    it -> new ConfigMapBuilder(it).withData(Map.of("settings.yaml", "x")).build()),
            () ->
                damage(
                    admin.configMaps().inNamespace(namespace).withName(child()),
                    it ->
                        new ConfigMapBuilder(it)
                            .editMetadata()
                            .removeFromLabels(Names.MIRROR_LABEL)
                            .endMetadata()
                            .build()),
            () ->
                damage(
                    admin.serviceAccounts().inNamespace(namespace).withName(child()),
                    it ->
                        new ServiceAccountBuilder(it)
                            .editMetadata()
                            .withLabels(Map.of())
                            .endMetadata()
                            .build()),
            () ->
                damage(
                    admin.serviceAccounts().inNamespace(namespace).withName(child()),
                    it ->
                        new ServiceAccountBuilder(it)
                            .withAutomountServiceAccountToken(true)
                            .editMetadata()
                            .withOwnerReferences(List.of())
                            .endMetadata()
                            .build()),
            () ->
                damage(
                    admin
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(namespace)
                        .withName(child()),
                    it ->
                        new PodDisruptionBudgetBuilder(it)
                            .editSpec()
                            .withNewMaxUnavailable(3)
                            .endSpec()
                            .build())))
        .run();
  }

  private static <T extends HasMetadata> void damage(Resource<T> what, UnaryOperator<T> how) {
    if (what.get() != null) {
      what.edit(how);
    }
  }

  private void changeSecret() {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(secretName())
                .withNamespace(namespace)
                .endMetadata()
                .addToStringData("ca.crt", "content " + random.nextInt())
                .build())
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  private void deleteSecret() {
    admin.secrets().inNamespace(namespace).withName(secretName()).delete();
  }

  private void breakPods() {
    if (random.nextBoolean()) {
      kubelet.silence(mirror);
    } else {
      kubelet.say(mirror, "{target: {state: AuthenticationFailed, message: wrong}}");
    }
  }

  private void healPods() {
    kubelet.say(mirror, "{}");
  }

  private void deletePods() {
    admin.pods().inNamespace(namespace).withLabel(Names.MIRROR_LABEL, mirror).delete();
  }

  /** As people do who do not know that an edit is enough. */
  private void recreate() {
    var mirrors = admin.resources(KafkaMirror.class).inNamespace(namespace);
    var spec = mirrors.withName(mirror).get().getSpec();
    mirrors.withName(mirror).delete();
    var again = Samples.named(namespace, mirror, "{}");
    again.setSpec(spec);
    admin.resource(again).create();
  }

  private void patch(String yaml) {
    admin
        .resources(KafkaMirror.class)
        .inNamespace(namespace)
        .withName(mirror)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json(yaml));
  }

  private static String json(String yaml) {
    try {
      return new YAMLMapper().readTree(yaml).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  private String child() {
    return Names.child(mirror);
  }

  private String secretName() {
    return "ca-" + mirror.substring(mirror.length() - 2);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
