package dev.kafkamirror.operator;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import java.time.Duration;

/** The definition of KafkaMirror in a test's API server. */
final class Crd {
  private Crd() {}

  /** Returns once mirrors can be created. */
  static void awaitEstablished(KubernetesCluster kubernetes) {
    // kubectl gives up where the definition has no conditions yet.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () ->
                kubernetes.kubectl(
                    "wait",
                    "--for=condition=Established",
                    "crd/kafkamirrors.kafkamirror.dev",
                    "--timeout=60s"),
            said -> said.contains("condition met"));
  }
}
