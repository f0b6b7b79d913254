package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the operator on its way, it arrives at the same objects. A real API server
 * and the real controllers; the test plays the kubelet and the pods.
 */
class ConvergenceIT {
  private static final Path CRD = Path.of("../crds/kafkamirrors.kafkamirror.dev.yaml");
  private static final String NAMESPACE = "mirrors";

  /** More than a mirror needs until it is ready. */
  private static final int ENOUGH_WRITES = 15;

  private static final YAMLMapper YAML = new YAMLMapper();

  private static KubernetesCluster kubernetes;
  private static KubernetesClient admin;
  private static FakePods fakePods;

  @BeforeAll
  static void start() throws IOException {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("create", "namespace", NAMESPACE);
    kubernetes.apply(Files.readString(CRD));
    kubernetes.kubectl(
        "wait", "--for=condition=Established", "crd/kafkamirrors.kafkamirror.dev", "--timeout=60s");
    admin =
        new KubernetesClientBuilder()
            .withConfig(Logins.administrator(kubernetes, NAMESPACE))
            .build();
    fakePods = new FakePods();
  }

  @AfterAll
  static void stop() {
    if (fakePods != null) {
      fakePods.close();
    }
    if (admin != null) {
      admin.close();
    }
    if (kubernetes != null) {
      kubernetes.close();
    }
  }

  /** One mirror for each write: its operator ends after 0, 1, 2 … writes. */
  @Test
  void aCrashAfterAnyWriteIsMadeGoodByTheNextOperator() throws Exception {
    var mirrors =
        IntStream.rangeClosed(0, ENOUGH_WRITES).mapToObj("crash-%02d"::formatted).toList();
    var budget = new WriteBudget();
    mirrors.forEach(mirror -> budget.allow(mirror, mirrors.indexOf(mirror)));
    try (var client = client(budget);
        var ends = operator(client)) {
      assertThat(ends.httpPort()).isPositive();
      mirrors.forEach(mirror -> admin.resource(Samples.named(NAMESPACE, mirror, "{}")).create());
      eventually(
          () -> {
            playTheKubelet();
            assertThat(mirrors)
                .allMatch(mirror -> budget.spent().contains(mirror) || settled(mirror));
          });
    }
    var unhurt = mirrors.getLast();
    assertThat(budget.spent()).contains("crash-06").doesNotContain(unhurt);
    var wanted = picture(unhurt);

    var writes = new WriteCounter();
    try (var client = client(writes);
        var next = operator(client)) {
      eventually(
          () -> {
            playTheKubelet();
            assertThat(mirrors).allSatisfy(mirror -> assertThat(picture(mirror)).isEqualTo(wanted));
          });
      int before = writes.writesTo("/" + NAMESPACE + "/").size();
      double reconciles = Scrape.reconciles(next);
      kubernetes.kubectl(
          "annotate", "-n", NAMESPACE, "kafkamirrors", "--all", "kafkamirror.dev/look=again");
      eventually(
          () ->
              assertThat(Scrape.reconciles(next))
                  .isGreaterThanOrEqualTo(reconciles + mirrors.size()));
      assertThat(writes.writesTo("/" + NAMESPACE + "/")).hasSize(before);
      assertThat(writes.writesTo(unhurt)).isEmpty();
    }
  }

  private static KubernetesClient client(Interceptor interceptor) {
    return new KubernetesClientBuilder()
        .withConfig(admin.getConfiguration())
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("test", interceptor))
        .build();
  }

  private static MirrorOperator operator(KubernetesClient client) throws IOException {
    return MirrorOperator.start(
        client,
        new OperatorConfig(
            Set.of(NAMESPACE),
            "kafka-mirror-replicator:test",
            0,
            fakePods.port(),
            Duration.ofSeconds(1),
            null,
            Map.of()),
        Clock.systemUTC(),
        () -> {
          throw new AssertionError("there is no Lease to lose");
        });
  }

  /** Gives each new pod an address and says that it runs; it answers once it has its settings. */
  private static void playTheKubelet() {
    for (var pod : admin.pods().inNamespace(NAMESPACE).list().getItems()) {
      var mirror = pod.getMetadata().getLabels().get(Names.MIRROR_LABEL);
      var ip = "127.1.1." + (1 + Integer.parseInt(mirror.substring(mirror.length() - 2)));
      if (pod.getStatus().getPodIP() == null) {
        kubernetes.kubectl(
            "patch",
            "-n",
            NAMESPACE,
            "pod",
            pod.getMetadata().getName(),
            "--subresource=status",
            "-p",
            """
            {"status": {"phase": "Running", "podIP": "%s", "podIPs": [{"ip": "%s"}],
              "conditions": [{"type": "Ready", "status": "True"}]}}
            """
                .formatted(ip, ip));
      }
      var revision = annotations(pod).get(Names.REVISION);
      if (revision != null) {
        fakePods.answer(
            ip,
            Samples.answer(
                "{pod: %s, revision: %s, target: {state: Reachable, clusterId: id-of-%s}}"
                    .formatted(pod.getMetadata().getName(), revision, mirror)));
      }
    }
  }

  private static Map<String, String> annotations(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
  }

  private static KafkaMirror mirror(String name) {
    return admin.resources(KafkaMirror.class).inNamespace(NAMESPACE).withName(name).get();
  }

  private static boolean settled(String name) {
    var status = mirror(name).getStatus();
    return status != null
        && Objects.equals(status.readyReplicas(), 1)
        && status.conditions().stream()
            .anyMatch(ready -> ready.getType().equals("Ready") && ready.getStatus().equals("True"));
  }

  /**
   * Everything that the operator made of a mirror, without what differs between two mirrors of the
   * same spec. A Deployment's generation and revision tell whether it was changed after it was
   * made.
   */
  private static String picture(String mirror) throws IOException {
    var live = mirror(mirror);
    var text = new StringBuilder();
    for (var child : children(mirror)) {
      var tree = YAML.<ObjectNode>valueToTree(child);
      tree.remove("status");
      var metadata = (ObjectNode) tree.get("metadata");
      metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
      if (metadata.get("annotations") instanceof ObjectNode annotations) {
        annotations.remove(Names.APPLIED);
      }
      text.append(YAML.writeValueAsString(tree));
    }
    var status = live.getStatus();
    for (var condition : status.conditions()) {
      text.append(condition.getType()).append(": ").append(condition.getStatus()).append(", ");
      text.append(condition.getReason()).append(", ").append(condition.getMessage()).append('\n');
    }
    text.append("replicas ").append(status.replicas()).append(status.readyReplicas()).append('\n');
    var pods =
        admin.pods().inNamespace(NAMESPACE).withLabel(Names.MIRROR_LABEL, mirror).list().getItems();
    for (var pod : pods) {
      text.append("pod with settings: ")
          .append(Objects.equals(annotations(pod).get(Names.REVISION), status.configRevision()))
          .append('\n');
    }
    return text.toString().replace(live.getMetadata().getUid(), "uid").replace(mirror, "m");
  }

  private static List<HasMetadata> children(String mirror) {
    var name = Names.child(mirror);
    return Stream.<HasMetadata>of(
            admin.apps().deployments().inNamespace(NAMESPACE).withName(name).get(),
            admin.configMaps().inNamespace(NAMESPACE).withName(name).get(),
            admin.serviceAccounts().inNamespace(NAMESPACE).withName(name).get(),
            admin.policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).withName(name).get(),
            admin.network().v1().networkPolicies().inNamespace(NAMESPACE).withName(name).get())
        .toList();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
  }
}
