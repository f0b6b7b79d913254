package dev.kafkamirror.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.local.process.CommandFailedException;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes' own servers on this machine; the ways with Docker and with a given cluster aside. */
class KubernetesClusterIT {
  private static LocalCluster cluster;
  private static Traces traces;

  @BeforeAll
  static void startOneWithANode() {
    var lacks = Host.here().lacks();
    assumeTrue(lacks.isEmpty(), () -> "this machine can't run it: " + lacks);
    cluster = start(false, new ArrayList<>());
    runPod(cluster, "web");
    traces = Traces.of(cluster);
  }

  @AfterAll
  static void leavesNothingBehind() {
    if (cluster != null) {
      assertThat(traces.containers()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(traces.remaining()).hasSizeGreaterThan(10);
      cluster.close();
      assertThat(traces.remaining()).isEmpty();
    }
  }

  @Test
  void showsWhatPodsWrite() {
    assertThat(cluster.kubectl("logs", "web")).contains("Serving /etc");
    assertThat(cluster.kubectl("exec", "web", "--", "java", "--version")).contains("25.");
  }

  @Test
  void letsThisMachineReachPodsAndServices() throws Exception {
    cluster.kubectl("expose", "pod", "web", "--port=80", "--target-port=8000");

    var pod = cluster.kubectl("get", "pod", "web", "--output=jsonpath={.status.podIP}");
    assertThat(get("http://" + pod + ":8000/passwd")).contains("65532");
    var service = cluster.kubectl("get", "service", "web", "--output=jsonpath={.spec.clusterIP}");
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(get("http://" + service + "/passwd")).contains("65532"));
  }

  @Test
  void letsPodsFindServicesByName() {
    // A web server refuses an address that is another's with other words than an unknown name.
    assertThatThrownBy(() -> cluster.kubectl(servingOn("kubernetes.default")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("Cannot assign requested address");
    assertThatThrownBy(() -> cluster.kubectl(servingOn("nobody.default")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageNotContaining("Cannot assign requested address");
  }

  @Test
  void lendsItsNetworkToOtherServers(@TempDir Path directory) {
    var space = cluster.networkSpace();
    var command = List.of(java(), "-m", "jdk.httpserver", "-b", space.address(), "-p", "8123");
    try (var server =
        ChildProcess.start("web", space.wrap(command), Map.of(), directory.resolve("log"))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(get("http://" + space.address() + ":8123/"))
                      .contains("Directory listing"));
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void installsChartsWithHelm() {
    assertThat(cluster.helm("list", "--output=json")).isEqualTo("[]\n");
  }

  @Test
  void runsBesideAnotherThatHasNoNode() {
    var other = start(true, new ArrayList<>());
    var otherTraces = Traces.of(other);
    try (other) {
      other.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: only-here}}");

      assertThat(other.kubectl("get", "nodes", "--output=name")).isEmpty();
      assertThat(other.networkSpace().address()).isNotEqualTo(cluster.networkSpace().address());
      assertThatThrownBy(() -> cluster.kubectl("get", "configmap", "only-here"))
          .hasMessageContaining("NotFound");
    }
    assertThat(otherTraces.remaining()).isEmpty();
    assertThat(cluster.kubectl("get", "--raw=/readyz")).isEqualTo("ok");
  }

  @Test
  void endsWhenItsOwnerIsKilled() throws Exception {
    var owner = startOwner("node");
    var orphaned = readTraces(owner);
    assertThat(orphaned.remaining()).hasSizeGreaterThan(10);

    owner.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(orphaned.remaining()).isEmpty());
  }

  @Test
  void isClearedByTheNextStartWhenItsGuardWasKilledToo() throws Exception {
    var owner = startOwner("api");
    var orphaned = readTraces(owner);
    var guard =
        owner
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains("guard ROOT INIT"))
            .findFirst()
            .orElseThrow();
    guard.destroyForcibly();
    guard.onExit().get();
    owner.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(orphaned.remaining()).noneMatch(trace -> trace.startsWith("process")));
    assertThat(orphaned.remaining()).contains(orphaned.directory().toString());

    var progress = new ArrayList<String>();
    start(true, progress).close();

    assertThat(progress).contains("clearing what a killed run left in " + orphaned.directory());
    assertThat(orphaned.remaining()).isEmpty();
  }

  private static LocalCluster start(boolean controlPlaneOnly, List<String> progress) {
    var cache = UserCache.ofUser();
    return LocalCluster.start(
        cache, new GoTools(cache, System.err::println), controlPlaneOnly, progress::add);
  }

  /** Starts a pod with a web server of the base image's Java, and waits until it answers. */
  static void runPod(KubernetesCluster cluster, String name) {
    cluster.importImage(Path.of(System.getProperty("image.base.tar")));
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s
          labels: {app: %1$s}
        spec:
          containers:
          - name: web
            image: kafka-mirror-base:latest
            imagePullPolicy: Never
            command: [java, -m, jdk.httpserver, -b, 0.0.0.0, -d, /etc]
            readinessProbe: {httpGet: {path: /passwd, port: 8000}, periodSeconds: 1}
            resources: {limits: {memory: 128Mi}}
            securityContext:
              allowPrivilegeEscalation: false
              capabilities: {drop: [ALL]}
              readOnlyRootFilesystem: true
              runAsNonRoot: true
              seccompProfile: {type: RuntimeDefault}
        """
            .formatted(name));
    cluster.kubectl("wait", "--for=condition=Ready", "--timeout=120s", "pod/" + name);
  }

  private static String[] servingOn(String host) {
    return new String[] {
      "exec", "web", "--", "java", "-m", "jdk.httpserver", "-d", "/etc", "-p", "0", "-b", host
    };
  }

  private static Process startOwner(String kind) throws IOException {
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            java(),
            "-Dimage.base.tar=" + System.getProperty("image.base.tar"),
            "-cp",
            classPath,
            ClusterOwner.class.getName(),
            kind)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Traces readTraces(Process owner) throws IOException {
    var lines = owner.inputReader();
    return new Traces(Path.of(lines.readLine()), lines.readLine(), words(lines.readLine()));
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  private static String get(String uri) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
