package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator in this JVM against a real API server and the real controllers, with the rights of
 * the chart's service account. There is no node: the test plays the kubelet and the pods.
 */
class OperatorIT {
  private static final String NAMESPACE = "mirrors";
  private static final String CHART = "../helm/kafka-mirror-operator";

  private static final WriteCounter WRITES = new WriteCounter();

  /** Operators that no longer led although nobody had ended them. */
  private static final List<String> LOST = new CopyOnWriteArrayList<>();

  private static KubernetesCluster kubernetes;
  private static KubernetesClient admin;
  private static KubernetesClient client;
  private static FakePods fakePods;
  private static MirrorOperator operator;

  @BeforeAll
  static void start() throws IOException {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("create", "namespace", NAMESPACE);
    // Its own pod stays pending without a node; this JVM takes its place.
    kubernetes.helm("install", "kafka-mirror-operator", CHART, "--namespace=" + NAMESPACE);
    Crd.awaitEstablished(kubernetes);
    admin =
        new KubernetesClientBuilder()
            .withConfig(Logins.administrator(kubernetes, NAMESPACE))
            .build();
    client =
        OperatorClient.open(
            Logins.serviceAccount(kubernetes, NAMESPACE, "kafka-mirror-operator"), WRITES);
    fakePods = new FakePods();
    operator = operator(client, NAMESPACE, "this-jvm");
  }

  private static MirrorOperator operator(KubernetesClient its, String namespace, String identity)
      throws IOException {
    return MirrorOperator.start(
        its,
        new OperatorConfig(
            Set.of(namespace),
            "kafka-mirror-replicator:test",
            0,
            fakePods.port(),
            Duration.ofSeconds(1),
            new Leadership(namespace, "kafka-mirror-operator", identity),
            Map.of()),
        Clock.systemUTC(),
        () -> LOST.add(identity));
  }

  @AfterAll
  static void stop() {
    Stream.of(operator, fakePods, client, admin, kubernetes)
        .filter(Objects::nonNull)
        .forEach(OperatorIT::close);
    assertThat(LOST).as("operators that lost their Lease").isEmpty();
  }

  @Test
  void aMirrorGetsItsChildrenAndASecondReconcileWritesNothing() throws Exception {
    create("quiet", "");
    eventually(() -> assertThat(reason("quiet")).isEqualTo("False/Starting"));
    eventually(() -> assertThat(children("quiet")).hasSize(5).doesNotContainNull());
    eventually(() -> assertThat(pods("quiet")).hasSize(1));
    eventually(() -> assertThat(annotations("quiet")).containsKey(Names.REVISION));
    // The Deployment's status settles; what follows from it is written before the last reconcile.
    eventually(() -> assertThat(mirror("quiet").getStatus().replicas()).isEqualTo(1));
    int writes = WRITES.writesTo("/quiet").size();
    double reconciles = Scrape.reconciles(operator);
    kubernetes.kubectl(
        "annotate", "-n", NAMESPACE, "kafkamirror/quiet", "kafkamirror.dev/look=again");
    eventually(() -> assertThat(Scrape.reconciles(operator)).isGreaterThan(reconciles));
    assertThat(WRITES.writesTo("/quiet")).hasSize(writes);
  }

  @Test
  void ofTwoOperatorsOneActsAndTheOtherTakesItsPlaceWhenItEnds() throws Exception {
    kubernetes.kubectl("create", "namespace", "two-operators");
    try (var one = OperatorClient.open(admin.getConfiguration());
        var other = OperatorClient.open(admin.getConfiguration());
        var first = operator(one, "two-operators", "first");
        var second = operator(other, "two-operators", "second")) {
      eventually(() -> assertThat(holder()).isIn("first", "second"));
      create("two-operators", "led", "");
      eventually(() -> assertThat(replicas()).isEqualTo(1));

      String before = holder();
      (before.equals("first") ? first : second).close();
      kubernetes.kubectl("scale", "-n", "two-operators", "kafkamirror/led", "--replicas=2");

      eventually(() -> assertThat(replicas()).isEqualTo(2));
      assertThat(holder()).isIn("first", "second").isNotEqualTo(before);
    }
  }

  private static String holder() {
    var lease = admin.leases().inNamespace("two-operators").withName("kafka-mirror-operator").get();
    return lease == null ? null : lease.getSpec().getHolderIdentity();
  }

  private static Integer replicas() {
    var deployment =
        admin.apps().deployments().inNamespace("two-operators").withName(Names.child("led")).get();
    return deployment == null ? null : deployment.getSpec().getReplicas();
  }

  @Test
  void aMirrorIsReadyOnceItsPodsReportAndUnknownOnceTheyFallSilent() {
    create("reporting", "");
    var pod = run("reporting", "127.1.0.1");
    eventually(() -> assertThat(reason("reporting")).isEqualTo("False/Starting"));
    eventually(() -> assertThat(annotations("reporting")).containsKey(Names.REVISION));
    fakePods.answer("127.1.0.1", answer("reporting", pod, ""));
    kubernetes.kubectl(
        "wait", "-n", NAMESPACE, "--for=condition=Ready", "kafkamirror/reporting", "--timeout=60s");
    assertThat(kubernetes.kubectl("get", "-n", NAMESPACE, "kafkamirror", "reporting"))
        .contains("True", "Healthy");
    assertThat(events("reporting")).extracting(Event::getReason).contains("Started", "Ready");

    fakePods.answer("127.1.0.1", null);
    eventually(() -> assertThat(reason("reporting")).isEqualTo("Unknown/StatusUnavailable"));
    assertThat(mirror("reporting").getStatus().lag().state()).isEqualTo("Unknown");
  }

  @Test
  void aPodTemplateThatTheApiServerRefusesChangesNothingAndIsNamed() throws Exception {
    create("shaped", "spec: {podTemplate: {labels: {team: data}}}");
    eventually(() -> assertThat(template("shaped").getMetadata().getLabels()).containsKey("team"));
    patch(
        "shaped", "{\"spec\": {\"podTemplate\": {\"tolerations\": [{\"operator\": \"Never\"}]}}}");
    eventually(
        () ->
            assertThat(judged("shaped", "ConfigurationValid"))
                .isEqualTo("False/InvalidPodTemplate"));
    assertThat(judged("shaped", "Stalled")).isEqualTo("True/InvalidPodTemplate");
    patch("shaped", "{\"spec\": {\"podTemplate\": {\"tolerations\": [{\"typo\": \"Never\"}]}}}");
    eventually(
        () -> assertThat(condition("shaped", "ConfigurationValid").getMessage()).contains("typo"));
    assertThat(judged("shaped", "ConfigurationValid")).isEqualTo("False/InvalidPodTemplate");
    assertThat(template("shaped").getSpec().getTolerations()).isEmpty();

    patch("shaped", "{\"spec\": {\"podTemplate\": null, \"restartNonce\": 7}}");
    eventually(() -> assertThat(judged("shaped", "ConfigurationValid")).isEqualTo("True/Valid"));
    assertThat(template("shaped").getMetadata().getAnnotations())
        .containsEntry("kafkamirror.dev/restart-nonce", "7");
    assertThat(template("shaped").getMetadata().getLabels()).doesNotContainKey("team");
  }

  @Test
  void newSettingsReachThePodsWithoutARollOut() {
    create("changing", "");
    var pod = run("changing", "127.1.0.2");
    eventually(() -> assertThat(annotations("changing")).containsKey(Names.REVISION));
    var before = annotations("changing").get(Names.REVISION);
    fakePods.answer("127.1.0.2", answer("changing", pod, ""));
    eventually(() -> assertThat(reason("changing")).isEqualTo("True/Replicating"));

    patch("changing", "{\"spec\": {\"topics\": {\"include\": [{\"prefix\": \"items.\"}]}}}");
    eventually(() -> assertThat(reason("changing")).isEqualTo("False/ApplyingSettings"));
    eventually(() -> assertThat(annotations("changing").get(Names.REVISION)).isNotEqualTo(before));
    assertThat(settings("changing")).contains("items.");
    assertThat(pods("changing")).extracting(p -> p.getMetadata().getName()).containsExactly(pod);

    fakePods.answer("127.1.0.2", answer("changing", pod, ""));
    eventually(() -> assertThat(reason("changing")).isEqualTo("True/Replicating"));
  }

  @Test
  void aRefusedPasswordIsNamedWithItsClusterAndHeals() {
    create("refused", "");
    var pod = run("refused", "127.1.0.3");
    eventually(() -> assertThat(annotations("refused")).containsKey(Names.REVISION));
    var wrong = "target: {state: AuthenticationFailed, message: wrong}";
    fakePods.answer("127.1.0.3", answer("refused", pod, wrong));
    eventually(() -> assertThat(reason("refused")).isEqualTo("False/AuthenticationFailed"));
    assertThat(condition("refused", "Ready").getMessage()).contains("target cluster west: wrong");
    assertThat(condition("refused", "Stalled").getStatus()).isEqualTo("True");
    assertThat(condition("refused", "Reconciling").getStatus()).isEqualTo("False");

    fakePods.answer("127.1.0.3", answer("refused", pod, ""));
    eventually(() -> assertThat(reason("refused")).isEqualTo("True/Replicating"));
    assertThat(condition("refused", "Stalled").getStatus()).isEqualTo("False");
  }

  @Test
  void aMissingSecretIsNamedAndHealsOnceItIsThere() {
    create(
        "secured", "spec: {target: {tls: {trustedCertificates: [{name: west-ca, key: ca.crt}]}}}");
    eventually(() -> assertThat(reason("secured")).isEqualTo("False/SecretNotFound"));
    assertThat(condition("secured", "ConfigurationValid").getMessage()).contains("Secret west-ca");
    assertThat(deployment("secured")).isNull();

    kubernetes.kubectl(
        "create", "secret", "generic", "west-ca", "-n", NAMESPACE, "--from-literal=other=x");
    eventually(() -> assertThat(reason("secured")).isEqualTo("False/SecretKeyMissing"));
    kubernetes.kubectl(
        "patch",
        "secret",
        "west-ca",
        "-n",
        NAMESPACE,
        "-p",
        "{\"stringData\": {\"ca.crt\": \"y\"}}");
    eventually(() -> assertThat(deployment("secured")).isNotNull());
    eventually(() -> assertThat(reason("secured")).isEqualTo("False/Starting"));
  }

  @Test
  void anotherContentOfASecretTouchesThePods() {
    kubernetes.kubectl(
        "create", "secret", "generic", "turning", "-n", NAMESPACE, "--from-literal=ca.crt=1");
    create(
        "turning", "spec: {target: {tls: {trustedCertificates: [{name: turning, key: ca.crt}]}}}");
    eventually(() -> assertThat(annotations("turning")).containsKey(Names.SECRETS));
    var before = annotations("turning").get(Names.SECRETS);
    kubernetes.kubectl(
        "patch",
        "secret",
        "turning",
        "-n",
        NAMESPACE,
        "-p",
        "{\"stringData\": {\"ca.crt\": \"2\"}}");
    eventually(() -> assertThat(annotations("turning").get(Names.SECRETS)).isNotEqualTo(before));
    assertThat(pods("turning")).hasSize(1);
  }

  @Test
  void theScaleSubresourceScales() {
    create("scaled", "");
    eventually(() -> assertThat(deployment("scaled")).isNotNull());
    kubernetes.kubectl("scale", "-n", NAMESPACE, "kafkamirror", "scaled", "--replicas=3");
    eventually(() -> assertThat(pods("scaled")).hasSize(3));
    eventually(() -> assertThat(mirror("scaled").getStatus().replicas()).isEqualTo(3));
    var selector = mirror("scaled").getStatus().selector();
    assertThat(kubernetes.kubectl("get", "pods", "-n", NAMESPACE, "-l", selector, "--no-headers"))
        .hasLineCount(3);

    patch("scaled", "{\"spec\": {\"state\": \"Stopped\"}}");
    eventually(() -> assertThat(reason("scaled")).isEqualTo("True/Stopped"));
    assertThat(pods("scaled")).isEmpty();
  }

  @Test
  void anInvalidRegularExpressionKeepsTheLastValidSettings() {
    create("mistyped", "");
    eventually(() -> assertThat(reason("mistyped")).isEqualTo("False/Starting"));
    var settings = settings("mistyped");
    patch("mistyped", "{\"spec\": {\"topics\": {\"include\": [{\"pattern\": \"orders-(\"}]}}}");
    eventually(() -> assertThat(reason("mistyped")).isEqualTo("False/InvalidRegex"));
    assertThat(condition("mistyped", "ConfigurationValid").getMessage()).contains("orders-(");
    assertThat(settings("mistyped")).isEqualTo(settings);

    patch("mistyped", "{\"spec\": {\"topics\": {\"include\": [{\"pattern\": \"orders-.*\"}]}}}");
    eventually(() -> assertThat(settings("mistyped")).contains("orders-.*"));
    eventually(() -> assertThat(reason("mistyped")).isEqualTo("False/Starting"));
  }

  @Test
  void ofTwoMirrorsThatWriteTheSameTopicTheSecondIsRefusedUntilTheFirstIsGone() {
    var target = "spec: {target: {bootstrapServers: ['shared:9092']}}";
    create("first", target);
    eventually(() -> assertThat(deployment("first")).isNotNull());
    create("second", target);
    eventually(() -> assertThat(reason("second")).isEqualTo("False/ConflictsWithMirror"));
    assertThat(condition("second", "Ready").getMessage()).contains("KafkaMirror mirrors/first");
    assertThat(reason("first")).isEqualTo("False/Starting");
    assertThat(deployment("second")).isNull();

    kubernetes.kubectl("delete", "-n", NAMESPACE, "kafkamirror", "first");
    eventually(() -> assertThat(deployment("second")).isNotNull());
  }

  @Test
  void theChildrenOfADeletedMirrorAreCollected() {
    create("deleted", "");
    eventually(() -> assertThat(pods("deleted")).hasSize(1));
    kubernetes.kubectl("delete", "-n", NAMESPACE, "kafkamirror", "deleted", "--timeout=60s");
    eventually(() -> assertThat(children("deleted")).containsOnlyNulls());
    eventually(() -> assertThat(pods("deleted")).isEmpty());
  }

  @Test
  void aChildThatSomeoneDeletesIsMadeAgain() {
    create("robbed", "");
    eventually(() -> assertThat(children("robbed")).doesNotContainNull());
    kubernetes.kubectl("delete", "-n", NAMESPACE, "configmap/robbed-replicator");
    kubernetes.kubectl("scale", "-n", NAMESPACE, "deployment/robbed-replicator", "--replicas=5");
    eventually(() -> assertThat(children("robbed")).doesNotContainNull());
    eventually(
        () ->
            assertThat(
                    admin
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("robbed-replicator")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(1));
  }

  @Test
  void whatTheUserLooksAfterHimselfIsDeletedAndTheRestStays() {
    create("frugal", "");
    eventually(() -> assertThat(children("frugal")).doesNotContainNull());
    patch(
        "frugal",
        "{\"spec\": {\"podDisruptionBudget\": {\"mode\": \"Unmanaged\"},"
            + " \"networkPolicy\": {\"mode\": \"Unmanaged\"}}}");
    eventually(
        () ->
            assertThat(children("frugal"))
                .filteredOn(Objects::nonNull)
                .extracting(HasMetadata::getKind)
                .containsExactly("Deployment", "ConfigMap", "ServiceAccount"));
  }

  @Test
  void probesAndMetricsAnswer() throws Exception {
    assertThat(Scrape.http(operator, "/livez")).contains("ok");
    assertThat(Scrape.http(operator, "/readyz")).contains("ok");
    assertThat(Scrape.http(operator, "/metrics")).contains("operator_sdk");
  }

  private static void create(String name, String changes) {
    create(NAMESPACE, name, changes);
  }

  private static void create(String namespace, String name, String changes) {
    admin.resource(Samples.named(namespace, name, changes.isEmpty() ? "{}" : changes)).create();
  }

  private static void patch(String name, String json) {
    kubernetes.kubectl("patch", "-n", NAMESPACE, "kafkamirror", name, "--type=merge", "-p", json);
  }

  /** What the only pod of a healthy mirror answers, with what differs written over it. */
  private static ReplicatorStatus answer(String mirror, String pod, String changes) {
    var healthy =
        "{pod: %s, revision: %s, target: {state: Reachable, clusterId: id-of-%s}}"
            .formatted(pod, annotations(mirror).get(Names.REVISION), mirror);
    return Samples.changed(Samples.answer(healthy), changes);
  }

  /** Does what a kubelet would: gives the mirror's only pod an address and says that it runs. */
  private static String run(String mirror, String ip) {
    eventually(() -> assertThat(pods(mirror)).hasSize(1));
    var pod = pods(mirror).getFirst();
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
    return pod.getMetadata().getName();
  }

  private static KafkaMirror mirror(String name) {
    return admin.resources(KafkaMirror.class).inNamespace(NAMESPACE).withName(name).get();
  }

  private static Condition condition(String name, String type) {
    var status = mirror(name).getStatus();
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String reason(String name) {
    return judged(name, "Ready");
  }

  private static String judged(String name, String type) {
    var condition = condition(name, type);
    return condition.getStatus() + "/" + condition.getReason();
  }

  private static PodTemplateSpec template(String name) {
    return admin
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(Names.child(name))
        .get()
        .getSpec()
        .getTemplate();
  }

  private static List<Pod> pods(String mirror) {
    return admin
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(Names.MIRROR_LABEL, mirror)
        .list()
        .getItems();
  }

  /** The annotations of the mirror's only pod. */
  private static Map<String, String> annotations(String mirror) {
    var pods = pods(mirror);
    assertThat(pods).hasSize(1);
    return Objects.requireNonNullElse(pods.getFirst().getMetadata().getAnnotations(), Map.of());
  }

  private static String settings(String mirror) {
    return admin
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(Names.child(mirror))
        .get()
        .getData()
        .get("settings.yaml");
  }

  private static HasMetadata deployment(String mirror) {
    return admin.apps().deployments().inNamespace(NAMESPACE).withName(Names.child(mirror)).get();
  }

  private static List<HasMetadata> children(String mirror) {
    var name = Names.child(mirror);
    return Arrays.asList(
        deployment(mirror),
        admin.configMaps().inNamespace(NAMESPACE).withName(name).get(),
        admin.serviceAccounts().inNamespace(NAMESPACE).withName(name).get(),
        admin.policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).withName(name).get(),
        admin.network().v1().networkPolicies().inNamespace(NAMESPACE).withName(name).get());
  }

  private static List<Event> events(String mirror) {
    return admin.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> mirror.equals(event.getInvolvedObject().getName()))
        .toList();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException("can't close " + closeable, e);
    }
  }
}
