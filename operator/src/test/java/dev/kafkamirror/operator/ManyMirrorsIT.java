package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures, and is not part of the suite: one operator and so many mirrors as {@code
 * -Dmirrors=1000} says, each with a simulated pod, on a real API server.
 */
@EnabledIfSystemProperty(named = "mirrors", matches = "[0-9]+")
class ManyMirrorsIT {
  private static final Path CRD = Path.of("../crds/kafkamirrors.kafkamirror.dev.yaml");
  private static final String NAMESPACE = "many";
  private static final int MIRRORS = Integer.getInteger("mirrors", 0);
  private static final Duration DEADLINE = Duration.ofMinutes(20);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Pattern WRITES =
      Pattern.compile(
          "apiserver_request_total\\{.*resource=\"(kafkamirrors|configmaps|deployments|events|"
              + "networkpolicies|poddisruptionbudgets|pods|serviceaccounts)\".*"
              + "verb=\"(APPLY|DELETE|PATCH|POST|PUT)\".*} (?<count>.*)");

  @TempDir Path directory;

  @Test
  void aFreshOperatorLooksAtEachAndWritesNothingWhileNothingHappens() throws Exception {
    try (var kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
        var pods = new FakePods()) {
      kubernetes.kubectl("create", "namespace", NAMESPACE);
      kubernetes.apply(Files.readString(CRD));
      kubernetes.kubectl(
          "wait",
          "--for=condition=Established",
          "crd/kafkamirrors.kafkamirror.dev",
          "--timeout=60s");
      try (var admin =
          new KubernetesClientBuilder()
              .withConfig(Logins.administrator(kubernetes, NAMESPACE))
              .build()) {
        measure(kubernetes, admin, pods);
      }
    }
  }

  private void measure(KubernetesCluster kubernetes, KubernetesClient admin, FakePods pods)
      throws Exception {
    IntStream.range(0, MIRRORS)
        .mapToObj("many-%04d"::formatted)
        .forEach(name -> admin.resource(Samples.named(NAMESPACE, name, "{}")).create());
    var kubelet = new FakeKubelet(admin, pods, NAMESPACE);
    long writes = writes(admin);
    long began = System.nanoTime();
    try (var first = OperatorProcess.start(kubernetes, NAMESPACE, pods.port(), directory)) {
      await()
          .atMost(DEADLINE)
          .until(
              () -> {
                assertThat(first.isAlive()).isTrue();
                kubelet.play();
                return mirrors(admin).stream().allMatch(ManyMirrorsIT::isReady);
              });
      // Those of controllers and of the simulated kubelet are among them.
      say("all ready", began, first, writes(admin) - writes);
    }

    var settled = versions(admin);
    writes = writes(admin);
    began = System.nanoTime();
    try (var second = OperatorProcess.start(kubernetes, NAMESPACE, pods.port(), directory)) {
      await().atMost(DEADLINE).until(() -> second.reconciles() >= MIRRORS);
      say("all looked at by a fresh operator", began, second, writes(admin) - writes);
      await()
          .during(IDLE)
          .atMost(DEADLINE)
          .pollInterval(IDLE.dividedBy(4))
          .until(() -> versions(admin).equals(settled));
      say("idle", began, second, writes(admin) - writes);
    }
  }

  private static void say(String what, long began, OperatorProcess operator, long writes)
      throws IOException {
    System.out.printf(
        "%d mirrors, %s: after %.1f s, %d writes, %s%n",
        MIRRORS, what, (System.nanoTime() - began) / 1e9, writes, operator.usage());
  }

  private static List<KafkaMirror> mirrors(KubernetesClient admin) {
    return admin.resources(KafkaMirror.class).inNamespace(NAMESPACE).list().getItems();
  }

  private static boolean isReady(KafkaMirror mirror) {
    return mirror.getStatus().conditions().stream()
        .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  /** Every object that the operator writes, with its version. */
  private static Map<String, String> versions(KubernetesClient admin) {
    var versions = new TreeMap<String, String>();
    Stream.<List<? extends HasMetadata>>of(
            mirrors(admin),
            admin.apps().deployments().inNamespace(NAMESPACE).list().getItems(),
            admin.configMaps().inNamespace(NAMESPACE).list().getItems(),
            admin.pods().inNamespace(NAMESPACE).list().getItems())
        .flatMap(List::stream)
        .forEach(
            object ->
                versions.put(
                    object.getKind() + " " + object.getMetadata().getName(),
                    object.getMetadata().getResourceVersion()));
    return versions;
  }

  /** What the API server has written of the kinds that the operator writes. */
  private static long writes(KubernetesClient admin) {
    return admin
        .raw("/metrics")
        .lines()
        .map(WRITES::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> (long) Double.parseDouble(line.group("count")))
        .sum();
  }
}
