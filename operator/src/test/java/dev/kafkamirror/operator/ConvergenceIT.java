package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.operator.FaultyApi.Answer;
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
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever happens to the operator on its way, it arrives at the same objects. A real API server
 * and the real controllers; the test plays the kubelet and the pods.
 */
class ConvergenceIT {
  private static final Path CRD = Path.of("../crds/kafkamirrors.kafkamirror.dev.yaml");
  private static final String NAMESPACE = "mirrors";

  /** More than a mirror needs until it is ready. */
  private static final int ENOUGH_WRITES = 15;

  private static final String TURMOIL = "turmoil";
  private static final int MIRRORS = 6;
  private static final int ROUNDS = 12;

  private static final Logger LOG = LoggerFactory.getLogger(ConvergenceIT.class);
  private static final YAMLMapper YAML = new YAMLMapper();

  private static KubernetesCluster kubernetes;
  private static KubernetesClient admin;
  private static FakePods fakePods;

  @BeforeAll
  static void start() throws IOException {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("create", "namespace", NAMESPACE);
    kubernetes.apply(Files.readString(CRD));
    Crd.awaitEstablished(kubernetes);
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
    var kubelet = new FakeKubelet(admin, fakePods, NAMESPACE);
    try (var client = client(budget);
        var ends = operator(client, NAMESPACE)) {
      assertThat(ends.httpPort()).isPositive();
      mirrors.forEach(mirror -> admin.resource(Samples.named(NAMESPACE, mirror, "{}")).create());
      eventually(
          () -> {
            kubelet.play();
            assertThat(mirrors)
                .allMatch(mirror -> budget.spent().contains(mirror) || settled(NAMESPACE, mirror));
          });
    }
    var unhurt = mirrors.getLast();
    assertThat(budget.spent()).contains("crash-06").doesNotContain(unhurt);
    var wanted = picture(NAMESPACE, unhurt);

    var writes = new WriteCounter();
    try (var client = client(writes);
        var next = operator(client, NAMESPACE)) {
      eventually(
          () -> {
            kubelet.play();
            assertThat(mirrors)
                .allSatisfy(mirror -> assertThat(picture(NAMESPACE, mirror)).isEqualTo(wanted));
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

  /** Another one than the default finds more: {@code -Dseed=…}. */
  @Test
  void whateverHappensMirrorsEndWhereAFreshOperatorTakesTheirSpecs() throws Exception {
    long seed = Long.getLong("seed", 1);
    LOG.info("Turmoil with -Dseed={}", seed);
    var random = new Random(seed);
    kubernetes.kubectl("create", "namespace", TURMOIL);
    var kubelet = new FakeKubelet(admin, fakePods, TURMOIL);
    var mirrors = IntStream.range(0, MIRRORS).mapToObj("tried-%02d"::formatted).toList();
    var turmoil =
        mirrors.stream().map(it -> new Turmoil(random, admin, kubelet, TURMOIL, it)).toList();
    mirrors.forEach(mirror -> admin.resource(Samples.named(TURMOIL, mirror, "{}")).create());
    try (var api = new FaultyApi(admin.getConfiguration())) {
      try (var client = OperatorClient.open(api.config());
          var tried = operator(client, TURMOIL)) {
        assertThat(tried.httpPort()).isPositive();
        for (int round = 0; round < ROUNDS; round++) {
          boolean away = fault(api, random);
          turmoil.forEach(Turmoil::step);
          kubelet.play();
          if (away) {
            api.comeBack();
          }
          api.behave();
          if (random.nextBoolean()) {
            eventually(() -> assertThat(mirrors).allMatch(ConvergenceIT::observed));
          }
        }
        turmoil.forEach(Turmoil::calm);
        eventually(
            () -> {
              kubelet.play();
              assertThat(mirrors).allMatch(mirror -> settled(TURMOIL, mirror));
            });
      }
      for (var mirror : mirrors) {
        var twin = Samples.named(TURMOIL, twin(mirror), "{}");
        twin.setSpec(
            YAML.readValue(
                YAML.writeValueAsString(mirror(TURMOIL, mirror).getSpec())
                    .replace(mirror, twin(mirror)),
                KafkaMirrorSpec.class));
        admin.resource(twin).create();
      }
      int before = api.exchanges().size();
      try (var client = OperatorClient.open(api.config());
          var fresh = operator(client, TURMOIL)) {
        eventually(
            () -> {
              kubelet.play();
              assertThat(mirrors).allMatch(mirror -> settled(TURMOIL, twin(mirror)));
            });
        for (var mirror : mirrors) {
          assertThat(timelessPicture(mirror))
              .as("%s with -Dseed=%d", mirror, seed)
              .isEqualTo(timelessPicture(twin(mirror)));
        }
        double reconciles = Scrape.reconciles(fresh);
        kubernetes.kubectl(
            "annotate", "-n", TURMOIL, "kafkamirrors", "--all", "kafkamirror.dev/look=again");
        eventually(
            () ->
                assertThat(Scrape.reconciles(fresh))
                    .isGreaterThanOrEqualTo(reconciles + 2 * MIRRORS));
        assertThat(api.exchanges().subList(before, api.exchanges().size()))
            .filteredOn(exchange -> exchange.request().isWrite())
            .filteredOn(exchange -> exchange.request().path().contains("/tried-"))
            .as("writes of the fresh operator with -Dseed=%d", seed)
            .isEmpty();
      }
    }
  }

  private static String twin(String mirror) {
    return mirror.replace("tried", "fresh");
  }

  /** Whether the operator has said something of the newest spec. */
  private static boolean observed(String mirror) {
    var live = mirror(TURMOIL, mirror);
    return live.getStatus() != null
        && Objects.equals(
            live.getStatus().observedGeneration(), live.getMetadata().getGeneration());
  }

  /** Maybe lets the API server misbehave; true when it is away. */
  private static boolean fault(FaultyApi api, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> api.refuseOnce(request -> true, new Answer(409, 0));
      case 1 -> api.refuseOnce(request -> true, new Answer(500, 0));
      case 2 -> api.refuseOnce(request -> true, new Answer(429, 1));
      case 3 -> api.cutWatches();
      case 4 -> {
        api.goAway();
        return true;
      }
      default -> LOG.debug("A round without a fault");
    }
    return false;
  }

  private static KubernetesClient client(Interceptor interceptor) {
    return OperatorClient.open(admin.getConfiguration(), interceptor);
  }

  private static MirrorOperator operator(KubernetesClient client, String namespace)
      throws IOException {
    return MirrorOperator.start(
        client,
        new OperatorConfig(
            Set.of(namespace),
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

  private static Map<String, String> annotations(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
  }

  private static KafkaMirror mirror(String namespace, String name) {
    return admin.resources(KafkaMirror.class).inNamespace(namespace).withName(name).get();
  }

  private static boolean settled(String namespace, String name) {
    var live = mirror(namespace, name);
    var status = live.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), live.getMetadata().getGeneration())
        && says(status, "Ready", "True")
        && says(status, "Reconciling", "False");
  }

  private static boolean says(KafkaMirrorStatus status, String type, String truth) {
    return status.conditions().stream()
        .anyMatch(it -> it.getType().equals(type) && it.getStatus().equals(truth));
  }

  /**
   * Everything that the operator made of a mirror, without what differs between two mirrors of the
   * same spec. A Deployment's generation and revision tell whether it was changed after it was
   * made.
   */
  private static String picture(String namespace, String mirror) throws IOException {
    var live = mirror(namespace, mirror);
    var text = new StringBuilder();
    for (var child : children(namespace, mirror)) {
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
        admin.pods().inNamespace(namespace).withLabel(Names.MIRROR_LABEL, mirror).list().getItems();
    for (var pod : pods) {
      text.append("pod with settings: ")
          .append(Objects.equals(annotations(pod).get(Names.REVISION), status.configRevision()))
          .append('\n');
    }
    return text.toString().replace(live.getMetadata().getUid(), "uid").replace(mirror, "m");
  }

  /** The same without what tells how often something was changed. */
  private static String timelessPicture(String mirror) throws IOException {
    return picture(TURMOIL, mirror)
        .lines()
        .filter(line -> !line.strip().startsWith("generation:"))
        .filter(line -> !line.contains("deployment.kubernetes.io/revision"))
        .collect(Collectors.joining("\n"));
  }

  private static List<HasMetadata> children(String namespace, String mirror) {
    var name = Names.child(mirror);
    return Stream.<HasMetadata>of(
            admin.apps().deployments().inNamespace(namespace).withName(name).get(),
            admin.configMaps().inNamespace(namespace).withName(name).get(),
            admin.serviceAccounts().inNamespace(namespace).withName(name).get(),
            admin.policy().v1().podDisruptionBudget().inNamespace(namespace).withName(name).get(),
            admin.network().v1().networkPolicies().inNamespace(namespace).withName(name).get())
        .filter(Objects::nonNull)
        .toList();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
  }
}
