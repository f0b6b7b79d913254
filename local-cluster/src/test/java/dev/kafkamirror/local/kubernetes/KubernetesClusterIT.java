package dev.kafkamirror.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KubernetesClusterIT {
  @Test
  void answersWithoutANode() {
    try (var cluster =
        KubernetesCluster.builder().controlPlaneOnly().progress(System.err::println).start()) {
      assertThat(cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
          .contains("configmap/a created");
      assertThat(cluster.kubectl("get", "nodes", "--output=name")).isEmpty();
    }
  }
}
