package dev.kafkamirror.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.local.process.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRD and the real API server. */
class AdmissionIT {
  private static final String EXPECT = "# expect: ";

  private static KubernetesCluster kubernetes;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("apply", "--server-side", "--filename", CrdYaml.FILE_NAME);
    kubernetes.kubectl(
        "wait", "--for=condition=Established", "crd/kafkamirrors.kafkamirror.dev", "--timeout=60s");
  }

  @AfterAll
  static void stop() {
    if (kubernetes != null) {
      kubernetes.close();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isAccepted(Path file) {
    kubernetes.kubectl("apply", "--filename", file.toString());
  }

  /** Of several documents in a file the last is refused: a change of what was accepted before. */
  @ParameterizedTest
  @MethodSource("invalid")
  void isRefusedWithTheMessageThatTheFileExpects(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> messages =
        lines.stream()
            .filter(line -> line.startsWith(EXPECT))
            .map(line -> line.substring(EXPECT.length()))
            .toList();
    boolean changes = lines.contains("---");

    assertThat(messages).isNotEmpty();
    assertThatThrownBy(() -> kubernetes.kubectl("apply", "--filename", file.toString()))
        .isInstanceOf(CommandFailedException.class)
        .message()
        .contains(messages)
        .satisfies(output -> assertThat(output.contains(" created")).isEqualTo(changes));
  }

  @Test
  void theExamplesAreAcceptedTogether() throws IOException {
    kubernetes.kubectl("create", "namespace", "examples");
    int mirrors = 0;
    for (Path file : files("../examples").toList()) {
      String applied =
          kubernetes.kubectl("apply", "--namespace", "examples", "--filename", file.toString());
      assertThat(applied).as(file.toString()).doesNotContain("configured", "unchanged");
      mirrors += (int) applied.lines().count();
    }

    assertThat(kubernetes.kubectl("get", "kafkamirrors", "--namespace=examples", "--no-headers"))
        .hasLineCount(mirrors);
  }

  @ParameterizedTest
  @MethodSource("converted")
  void whatReplicatorConvertMakesIsAccepted(Path file) {
    kubernetes.kubectl("apply", "--dry-run=server", "--filename", file.toString());
  }

  @Test
  void aMirrorThatNoOperatorHasSeenIsPending() {
    apply("unseen");

    assertThat(
            kubernetes.kubectl(
                "get",
                "kafkamirror/unseen",
                "--output=jsonpath={.status.observedGeneration}"
                    + " {.status.conditions[*]['type','status','reason']}"))
        .isEqualTo("-1 Ready Unknown Pending");
  }

  @Test
  void whatIsLeftOutIsFilledIn() {
    apply("defaults");

    assertThat(
            kubernetes.kubectl(
                "get",
                "kafkamirror/defaults",
                "--output=jsonpath={.spec.state} {.spec.replicas} {.spec.topics.naming}"
                    + " {.spec.topics.configSync['mode','periodSeconds','defaultsFrom']}"
                    + " {.spec.topics.configSync.exclude[7]}"
                    + " {.spec.topics['isolation','startFrom','onDataLoss','onSourceRecreate']}"
                    + " {.spec.delivery}"
                    + " {.spec.heartbeats['state','writeTo','periodSeconds','staleAfterSeconds']}"
                    + " {.spec.metrics.mirrorMaker2Names}"))
        .isEqualTo(
            "Running 1 {\"direction\":\"OneWay\",\"policy\":\"SourcePrefix\"} Sync 30 Target"
                + " min.insync.replicas"
                + " ReadCommitted {\"position\":\"Earliest\"} Fail Fail"
                + " {\"fencing\":\"Preferred\",\"onRecordError\":\"Fail\"} Enabled Target 5 30"
                + " Disabled");
  }

  @Test
  void theTableShowsWhatAPersonWantsToKnow() {
    apply("table");

    assertThat(kubernetes.kubectl("get", "kafkamirrors").lines().findFirst().orElseThrow().trim())
        .matches("NAME +READY +SOURCE +TARGET +TASKS +LAG +HEARTBEAT +AGE");
    assertThat(kubernetes.kubectl("get", "kmirror", "table", "--output=wide", "--no-headers"))
        .matches("table +Unknown +east +west +.*Pending\\s*");
  }

  @Test
  void scalesWithKubectl() {
    apply("scaled");

    kubernetes.kubectl("scale", "kafkamirror/scaled", "--replicas=3");

    assertThat(
            kubernetes.kubectl("get", "kafkamirror/scaled", "--output=jsonpath={.spec.replicas}"))
        .isEqualTo("3");
  }

  @Test
  void kubectlExplainsEachField() {
    assertThat(kubernetes.kubectl("explain", "kafkamirror.spec.source.alias"))
        .contains("Short name of the cluster");
  }

  @Test
  void twoWritersMayEachKeepAConditionOfTheirOwn() throws IOException {
    apply("conditions");
    applyCondition("Ready");
    applyCondition("Watched");

    assertThat(
            kubernetes.kubectl(
                "get", "kafkamirror/conditions", "--output=jsonpath={.status.conditions[*].type}"))
        .isEqualTo("Ready Watched");
  }

  private static void apply(String name) {
    kubernetes.apply(
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata:
          name: %s
        spec:
          source: {alias: east, bootstrapServers: ["east-kafka:9092"]}
          target: {alias: west, bootstrapServers: ["west-kafka:9092"]}
          topics: {include: [{prefix: orders.}]}
        """
            .formatted(name));
  }

  private void applyCondition(String type) throws IOException {
    Path file = folder.resolve(type + ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata:
          name: conditions
          namespace: default
        status:
          conditions:
            - type: %s
              status: "True"
              reason: Test
              message: ""
              lastTransitionTime: "2026-01-01T00:00:00Z"
        """
            .formatted(type));
    kubernetes.kubectl(
        "apply",
        "--server-side",
        "--subresource=status",
        "--field-manager=writer-of-" + type,
        "--filename",
        file.toString());
  }

  static Stream<Path> valid() throws IOException {
    return files("src/test/resources/validation/valid");
  }

  static Stream<Path> invalid() throws IOException {
    return files("src/test/resources/validation/invalid");
  }

  /** What the engine's golden tests expect. */
  static Stream<Path> converted() throws IOException {
    try (Stream<Path> files =
        Files.walk(Path.of("../replicator-runtime/src/test/resources/convert"))) {
      return files.filter(file -> file.endsWith("output.yaml")).sorted().toList().stream();
    }
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }
}
