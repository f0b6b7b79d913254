package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.operator.FaultyApi.Answer;
import dev.kafkamirror.operator.FaultyApi.Exchange;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator behind an API server that misbehaves, with the rights of the chart's service account
 * and none besides. A real API server and the real controllers; the test plays the kubelet.
 */
class ApiFaultsIT {
  private static final String NAMESPACE = "mirrors";
  private static final String CHART = "../helm/kafka-mirror-operator";
  private static final String ACCOUNT = "kafka-mirror-operator";

  /** Shorter than in production, so that the API server need not be away for long. */
  private static final Duration LEASE = Duration.ofSeconds(4);

  private static final JsonMapper JSON = new JsonMapper();

  private static KubernetesCluster kubernetes;
  private static KubernetesClient admin;
  private static FaultyApi api;
  private static FakePods fakePods;
  private static FakeKubelet kubelet;
  private static Supervised operator;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("create", "namespace", NAMESPACE);
    // Its own pod stays pending without a node; this JVM takes its place.
    kubernetes.helm("install", ACCOUNT, CHART, "--namespace=" + NAMESPACE);
    Crd.awaitEstablished(kubernetes);
    admin =
        new KubernetesClientBuilder()
            .withConfig(Logins.administrator(kubernetes, NAMESPACE))
            .build();
    fakePods = new FakePods();
    kubelet = new FakeKubelet(admin, fakePods, NAMESPACE);
    api = new FaultyApi(Logins.serviceAccount(kubernetes, NAMESPACE, ACCOUNT));
    operator = new Supervised(api.config(), config(NAMESPACE, "this-jvm"));
  }

  private static OperatorConfig config(String namespace, String identity) {
    return new OperatorConfig(
        Set.of(namespace),
        "kafka-mirror-replicator:test",
        0,
        fakePods.port(),
        Duration.ofMillis(250),
        new Leadership(namespace, ACCOUNT, identity, LEASE),
        Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    for (var part : Stream.of(operator, api, fakePods, admin, kubernetes).toList()) {
      if (part != null) {
        part.close();
      }
    }
  }

  @AfterEach
  void theApiServerBehavesAgain() {
    api.behave();
  }

  @Test
  void aConflictOnAnyWriteIsTriedAgain() {
    var kinds =
        List.of(
            "/serviceaccounts/",
            "/configmaps/",
            "/poddisruptionbudgets/",
            "/deployments/",
            "/pods/",
            "/kafkamirrors/");
    var mirrors = IntStream.range(0, kinds.size()).mapToObj("conflict-%d"::formatted).toList();
    int before = api.exchanges().size();
    api.refuseOnce(
        request ->
            mirrors.stream()
                    .anyMatch(
                        mirror ->
                            request.path().contains(mirror)
                                && request.path().contains(kinds.get(mirrors.indexOf(mirror))))
                || request.path().contains("/leases/"),
        new Answer(409, 0));
    mirrors.forEach(mirror -> create(mirror, "{}"));
    mirrors.forEach(mirror -> becomes(mirror, "True/Replicating"));

    assertThat(since(before))
        .filteredOn(Exchange::fault)
        .extracting(exchange -> exchange.request().path())
        .hasSize(kinds.size() + 1);
    mirrors.forEach(
        mirror ->
            assertThat(readiness(since(before), mirror))
                .containsOnly("False/Starting", "True/Replicating"));
  }

  @Test
  void anAnswerToComeBackLaterIsObeyed() {
    int before = api.exchanges().size();
    api.refuseOnce(request -> request.path().contains("/throttled"), new Answer(429, 1));
    create("throttled", "{}");
    becomes("throttled", "True/Replicating");

    var refused = since(before).stream().filter(Exchange::fault).toList();
    assertThat(refused).hasSizeGreaterThanOrEqualTo(5);
    for (var refusal : refused) {
      var next =
          since(before).stream()
              .filter(other -> other.request().path().equals(refusal.request().path()))
              .filter(other -> other.request().isWrite() && other.nanos() > refusal.nanos())
              .findFirst()
              .orElseThrow();
      assertThat(Duration.ofNanos(next.nanos() - refusal.nanos()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }
  }

  @Test
  void anEditWhileNoWatchIsAcceptedIsSeenAfterwards() {
    create("unwatched", "{}");
    becomes("unwatched", "True/Replicating");
    int before = api.exchanges().size();
    api.cutWatches();
    eventually(() -> assertThat(watchesOfMirrors(since(before))).isPositive());
    edit("unwatched", "{\"spec\": {\"replicas\": 2}}");
    long refused = watchesOfMirrors(since(before));
    eventually(() -> assertThat(watchesOfMirrors(since(before))).isGreaterThan(refused));
    assertThat(replicas("unwatched")).isEqualTo(1);

    api.behave();
    eventually(() -> assertThat(replicas("unwatched")).isEqualTo(2));
    becomes("unwatched", "True/Replicating");
  }

  @Test
  void slowListsMakeNobodyDecideOnHalfOfWhatThereIs() {
    create("listed", "{}");
    becomes("listed", "True/Replicating");
    int runs = operator.runs();
    int before = api.exchanges().size();
    api.slow(
        request ->
            request.isList() && !request.path().endsWith("/kafkamirrors")
                ? Duration.ofSeconds(1)
                : Duration.ZERO);
    operator.restart();
    eventually(() -> assertThat(operator.runs()).isGreaterThan(runs));
    edit("listed", "{\"spec\": {\"replicas\": 2}}");
    eventually(() -> assertThat(replicas("listed")).isEqualTo(2));
    becomes("listed", "True/Replicating");

    assertThat(readiness(since(before), "listed")).containsOnly("True/Replicating");
    assertThat(since(before))
        .filteredOn(exchange -> exchange.request().path().contains("/listed-replicator"))
        .extracting(exchange -> exchange.request().path())
        .allMatch(path -> path.contains("/deployments/") || path.contains("/pods/"));
  }

  @Test
  void statusIsTrueAgainOnceAnApiServerThatWasAwayLongerThanTheLeaseIsBack() throws Exception {
    var mirrors = List.of("steady", "wronged", "edited");
    mirrors.forEach(mirror -> create(mirror, "{}"));
    mirrors.forEach(mirror -> becomes(mirror, "True/Replicating"));
    int losses = operator.losses();
    int runs = operator.runs();
    int before = api.exchanges().size();
    api.goAway();
    kubelet.say("wronged", "{target: {state: AuthenticationFailed, message: wrong}}");
    edit("edited", "{\"spec\": {\"replicas\": 2}}");
    eventually(() -> assertThat(operator.losses()).isGreaterThan(losses));
    assertThat(operator.runs()).isEqualTo(runs);

    api.comeBack();
    becomes("wronged", "False/AuthenticationFailed");
    eventually(() -> assertThat(replicas("edited")).isEqualTo(2));
    mirrors.stream()
        .filter(mirror -> !mirror.equals("wronged"))
        .forEach(mirror -> becomes(mirror, "True/Replicating"));
    assertThat(readiness(since(before), "steady")).isSubsetOf("True/Replicating");
    assertThat(readiness(since(before), "wronged")).containsOnly("False/AuthenticationFailed");
    eventually(() -> assertThat(Scrape.http(operator.running(), "/readyz")).contains("ok"));
  }

  /** As it is when a network drops packets. The client would wait for an hour. */
  @Test
  void aLeaderThatGetsNoAnswerEndsThoughItsRequestsHang() throws Exception {
    kubernetes.kubectl("create", "namespace", "hanging");
    var patient = new ConfigBuilder(admin.getConfiguration()).withRequestTimeout(3_600_000).build();
    try (var mute = new FaultyApi(patient);
        var hanging = new Supervised(mute.config(), config("hanging", "hanging"))) {
      eventually(
          () ->
              assertThat(mute.exchanges())
                  .anyMatch(
                      exchange ->
                          exchange.request().method().equals("PATCH")
                              && exchange.request().path().contains("/leases/")));
      mute.slow(request -> Duration.ofHours(1));
      eventually(() -> assertThat(hanging.losses()).isEqualTo(1));
    }
  }

  @Test
  void theOperatorUsesExactlyTheRightsThatTheChartGrants() {
    int runs = operator.runs();
    int before = api.exchanges().size();
    admin.leases().inNamespace(NAMESPACE).withName(ACCOUNT).delete();
    operator.restart();
    eventually(() -> assertThat(operator.runs()).isGreaterThan(runs));
    create("entitled", "{}");
    becomes("entitled", "True/Replicating");
    for (int again = 2; again <= 3; again++) {
      kubelet.silence("entitled");
      becomes("entitled", "Unknown/StatusUnavailable");
      kubelet.say("entitled", "{}");
      becomes("entitled", "True/Replicating");
      countsOfEvent("entitled", "Ready", again);
    }
    edit(
        "entitled",
        "{\"spec\": {\"podDisruptionBudget\": {\"mode\": \"Unmanaged\"},"
            + " \"networkPolicy\": {\"mode\": \"Unmanaged\"}}}");
    var without =
        Set.of("delete poddisruptionbudgets.policy", "delete networkpolicies.networking.k8s.io");
    eventually(() -> assertThat(Rights.used(since(before))).containsAll(without));
    becomes("entitled", "True/Replicating");
    var used = Rights.used(since(before));

    // Asked for at the start and never used: the next test.
    used.add("update leases.coordination.k8s.io");
    assertThat(used).isEqualTo(Rights.granted(granted()));
    assertThat(since(before)).extracting(Exchange::status).doesNotContain(403);
  }

  @Test
  void withoutTheRightToUpdateALeaseTheOperatorDoesNotStart() throws IOException {
    try (var client = entitled("no-update", "update", "leases")) {
      assertThatThrownBy(
              () -> {
                try (var started = operator(client, "no-update")) {
                  assertThat(started.httpPort()).isPositive();
                }
              })
          .hasStackTraceContaining("update");
    }
  }

  private static MirrorOperator operator(KubernetesClient client, String namespace)
      throws IOException {
    return MirrorOperator.start(client, config(namespace, namespace), Clock.systemUTC(), () -> {});
  }

  /** The chart's rights but one, in a namespace of its own. */
  private static KubernetesClient entitled(String namespace, String verb, String resource)
      throws IOException {
    kubernetes.kubectl("create", "namespace", namespace);
    kubernetes.kubectl("create", "serviceaccount", "less", "-n", namespace);
    var role =
        new RoleBuilder()
            .withNewMetadata()
            .withName("less")
            .withNamespace(namespace)
            .endMetadata()
            .withRules(granted().stream().flatMap(rule -> without(rule, verb, resource)).toList())
            .build();
    assertThat(Rights.granted(role.getRules())).hasSize(Rights.granted(granted()).size() - 1);
    admin.resource(role).create();
    kubernetes.kubectl(
        "create",
        "rolebinding",
        "less",
        "-n",
        namespace,
        "--role=less",
        "--serviceaccount=" + namespace + ":less");
    return OperatorClient.open(Logins.serviceAccount(kubernetes, namespace, "less"));
  }

  private static Stream<PolicyRule> without(PolicyRule rule, String verb, String resource) {
    if (!rule.getResources().contains(resource)) {
      return Stream.of(rule);
    }
    var verbs = new ArrayList<>(rule.getVerbs());
    verbs.remove(verb);
    return verbs.isEmpty()
        ? Stream.empty()
        : Stream.of(new PolicyRuleBuilder(rule).withVerbs(verbs).build());
  }

  /** What the chart's Roles grant to the operator. */
  private static List<PolicyRule> granted() {
    return admin.rbac().roles().inNamespace(NAMESPACE).list().getItems().stream()
        .flatMap(role -> role.getRules().stream())
        .toList();
  }

  private static List<Exchange> since(int exchanges) {
    var all = api.exchanges();
    return all.subList(exchanges, all.size());
  }

  private static long watchesOfMirrors(List<Exchange> exchanges) {
    return exchanges.stream()
        .filter(exchange -> exchange.request().isWatch() && exchange.fault())
        .filter(exchange -> exchange.request().path().endsWith("/kafkamirrors"))
        .count();
  }

  /** What the operator has said of a mirror's readiness. */
  private static Set<String> readiness(List<Exchange> exchanges, String mirror) {
    return exchanges.stream()
        .filter(exchange -> exchange.request().path().endsWith("/" + mirror + "/status"))
        .filter(exchange -> !exchange.fault())
        .map(exchange -> ready(exchange.request().body()))
        .collect(Collectors.toSet());
  }

  private static String ready(String body) {
    try {
      for (var condition : JSON.readTree(body).at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")) {
          return condition.path("status").asText() + "/" + condition.path("reason").asText();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(body, e);
    }
    throw new IllegalArgumentException("says nothing of Ready: " + body);
  }

  private static void create(String name, String changes) {
    admin.resource(Samples.named(NAMESPACE, name, changes)).create();
  }

  private static void edit(String name, String json) {
    kubernetes.kubectl("patch", "-n", NAMESPACE, "kafkamirror", name, "--type=merge", "-p", json);
  }

  private static Integer replicas(String mirror) {
    return admin
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(Names.child(mirror))
        .get()
        .getSpec()
        .getReplicas();
  }

  /** Its Ready becomes so, of its newest generation. */
  private static void becomes(String mirror, String readiness) {
    eventually(
        () -> {
          kubelet.play();
          var live =
              admin.resources(KafkaMirror.class).inNamespace(NAMESPACE).withName(mirror).get();
          assertThat(live.getStatus().observedGeneration())
              .isEqualTo(live.getMetadata().getGeneration());
          assertThat(live.getStatus().conditions())
              .filteredOn(condition -> condition.getType().equals("Ready"))
              .extracting(condition -> condition.getStatus() + "/" + condition.getReason())
              .containsExactly(readiness);
        });
  }

  private static void countsOfEvent(String mirror, String reason, int count) {
    assertThat(admin.v1().events().inNamespace(NAMESPACE).list().getItems())
        .filteredOn(event -> event.getInvolvedObject().getName().equals(mirror))
        .filteredOn(event -> event.getReason().equals(reason))
        .extracting(Event::getCount)
        .containsExactly(count);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
  }
}
