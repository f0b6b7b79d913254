package dev.kafkamirror.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.local.process.CommandFailedException;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One release from install to uninstall on a real API server, which has no node for its pods. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartInstallIT {
  private static final String ACCOUNT = "--as=system:serviceaccount:mirrors:kafka-mirror-operator";

  private static KubernetesCluster kubernetes;

  @BeforeAll
  static void install() {
    kubernetes = KubernetesCluster.builder().controlPlaneOnly().start();
    kubernetes.kubectl("create", "namespace", "mirrors");
    helm("install");
  }

  @AfterAll
  static void stop() {
    if (kubernetes != null) {
      kubernetes.close();
    }
  }

  @Test
  @Order(1)
  void theOperatorsPodIsAdmittedWhereTheRestrictedStandardIsEnforced() {
    kubernetes.kubectl("create", "namespace", "restricted");
    kubernetes.kubectl(
        "label", "namespace/restricted", "pod-security.kubernetes.io/enforce=restricted");
    kubernetes.kubectl(
        "create", "serviceaccount", "kafka-mirror-operator", "--namespace=restricted");
    var deployment =
        Serialization.unmarshal(
            kubernetes.kubectl(
                "get", "deployment/kafka-mirror-operator", "--namespace=mirrors", "--output=yaml"),
            Deployment.class);

    kubernetes.apply(
        Serialization.asYaml(
            new PodBuilder()
                .withNewMetadata()
                .withName("operator")
                .withNamespace("restricted")
                .endMetadata()
                .withSpec(deployment.getSpec().getTemplate().getSpec())
                .build()));
  }

  @Test
  @Order(1)
  void theOperatorMayDoItsWorkInItsNamespaceAlone() {
    assertThat(may("patch", "kafkamirrors", "mirrors", "--subresource=status")).isTrue();
    assertThat(may("create", "deployments.apps", "mirrors")).isTrue();
    assertThat(may("list", "secrets", "mirrors")).isTrue();
    assertThat(may("patch", "kafkamirrors", "mirrors")).isFalse();
    assertThat(may("create", "secrets", "mirrors")).isFalse();
    assertThat(may("list", "secrets", "default")).isFalse();
    assertThat(may("list", "kafkamirrors", "default")).isFalse();
  }

  @Test
  @Order(2)
  void anUpgradeBringsTheCrdUpToDate() {
    kubernetes.kubectl(
        "patch",
        "crd/kafkamirrors.kafkamirror.dev",
        "--type=json",
        "--patch=[{\"op\": \"remove\", \"path\": \"/spec/names/shortNames\"}]");

    helm("upgrade");

    assertThat(
            kubernetes.kubectl(
                "get",
                "crd/kafkamirrors.kafkamirror.dev",
                "--output=jsonpath={.spec.names.shortNames}"))
        .isEqualTo("[\"kmirror\",\"kmir\"]");
  }

  @Test
  @Order(3)
  void mirrorsOutliveTheRelease() {
    kubernetes.kubectl("apply", "--namespace=mirrors", "--filename=../examples/minimal.yaml");

    kubernetes.helm("uninstall", "kafka-mirror-operator", "--namespace=mirrors");

    assertThat(
            kubernetes
                .kubectl("get", "kafkamirrors", "--namespace=mirrors", "--output=name")
                .trim())
        .isEqualTo("kafkamirror.kafkamirror.dev/east-to-west");
    assertThatThrownBy(
            () ->
                kubernetes.kubectl(
                    "get", "role", "--namespace=mirrors", "mirrors-kafka-mirror-operator"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("NotFound");
  }

  private static void helm(String verb) {
    kubernetes.helm(verb, "kafka-mirror-operator", Chart.FOLDER.toString(), "--namespace=mirrors");
  }

  private static boolean may(String verb, String resource, String namespace, String... more) {
    // kubectl says no with an exit code as well.
    try {
      kubernetes.kubectl(
          Stream.concat(
                  Stream.of("auth", "can-i", verb, resource, "--namespace=" + namespace, ACCOUNT),
                  Stream.of(more))
              .toArray(String[]::new));
      return true;
    } catch (CommandFailedException e) {
      assertThat(e.output().strip()).isEqualTo("no");
      return false;
    }
  }
}
