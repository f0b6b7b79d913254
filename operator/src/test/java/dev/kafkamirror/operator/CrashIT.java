package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An operator that ends after any of its writes, and another that starts then, on a real API
 * server. Each has a namespace of its own, and all run side by side.
 */
class CrashIT {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Path CRD = Path.of("../crds/kafkamirrors.kafkamirror.dev.yaml");

  /** More than a new mirror's writes: the last ones crash nowhere. */
  private static final int MOST_WRITES = 10;

  private static KubernetesCluster kubernetes;
  private static KubernetesClient admin;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("apply", "--server-side", "-f", CRD.toString());
    kubernetes.kubectl(
        "wait", "--for=condition=Established", "crd/kafkamirrors.kafkamirror.dev", "--timeout=60s");
    admin = client(null);
  }

  @AfterAll
  static void stop() {
    if (admin != null) {
      admin.close();
    }
    if (kubernetes != null) {
      kubernetes.close();
    }
  }

  @Test
  void whereverAnOperatorEndsTheNextOneMakesTheSame() throws Exception {
    Map<Integer, Boolean> crashed = new ConcurrentHashMap<>();
    List<Callable<String>> runs =
        IntStream.rangeClosed(1, MOST_WRITES)
            .<Callable<String>>mapToObj(k -> () -> crashAfter(k, crashed))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> results = threads.invokeAll(runs);
      for (Future<String> result : results) {
        assertThat(result.get()).isEqualTo(results.getLast().get());
      }
    }

    assertThat(crashed.get(1)).isTrue();
    assertThat(crashed.get(5)).as("children, events and the status are written").isTrue();
    assertThat(crashed.get(MOST_WRITES)).as("the last run is one without a crash").isFalse();
  }

  private static String crashAfter(int writes, Map<Integer, Boolean> crashed) throws IOException {
    String namespace = "crash-" + writes;
    kubernetes.kubectl("create", "namespace", namespace);
    var mirror = Samples.mirror("metadata: {namespace: %s}".formatted(namespace));
    mirror.getMetadata().setUid(null);
    mirror.getMetadata().setGeneration(null);
    mirror.getMetadata().setCreationTimestamp(null);
    admin.resource(mirror).create();
    var crash = new CrashAfter(writes);
    try (var client = client(crash);
        var operator = operator(client, namespace)) {
      assertThat(operator.httpPort()).isPositive();
      await().atMost(DEADLINE).until(() -> crash.happened() || settled(namespace));
      crashed.put(writes, crash.happened());
    }
    try (var operator = operator(admin, namespace)) {
      assertThat(operator.httpPort()).isPositive();
      await().atMost(DEADLINE).until(() -> settled(namespace));
      return children(namespace);
    }
  }

  /** Whether the operator has nothing left to do until a pod runs, which no node here does. */
  private static boolean settled(String namespace) {
    KafkaMirror mirror =
        admin.resources(KafkaMirror.class).inNamespace(namespace).withName("m").get();
    boolean annotated =
        admin.pods().inNamespace(namespace).list().getItems().stream()
            .anyMatch(
                pod ->
                    pod.getMetadata().getAnnotations() != null
                        && pod.getMetadata().getAnnotations().containsKey(Names.REVISION));
    var status = mirror.getStatus();
    return annotated && status.observedGeneration() == 1 && status.replicas() == 1;
  }

  /** What the operator wants of each child, whatever the API server has added. */
  private static String children(String namespace) {
    String name = Names.child("m");
    var deployment = admin.apps().deployments().inNamespace(namespace).withName(name).get();
    var budget =
        admin.policy().v1().podDisruptionBudget().inNamespace(namespace).withName(name).get();
    var account = admin.serviceAccounts().inNamespace(namespace).withName(name).get();
    return Serialization.asYaml(
            List.of(
                deployment.getSpec(),
                deployment.getMetadata().getLabels(),
                admin.configMaps().inNamespace(namespace).withName(name).get().getData(),
                budget.getSpec(),
                account.getAutomountServiceAccountToken(),
                account.getMetadata().getLabels()))
        .replace(namespace, "NAMESPACE");
  }

  private static MirrorOperator operator(KubernetesClient client, String namespace)
      throws IOException {
    return MirrorOperator.start(
        client,
        new OperatorConfig(
            Set.of(namespace),
            "kafka-mirror-replicator:test",
            0,
            1,
            Duration.ofSeconds(1),
            null,
            Map.of()),
        Clock.systemUTC(),
        () -> {});
  }

  private static KubernetesClient client(CrashAfter crash) {
    var builder =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig().toFile()));
    return crash == null
        ? builder.build()
        : builder
            .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("crash", crash))
            .build();
  }
}
