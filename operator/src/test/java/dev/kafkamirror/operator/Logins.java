package dev.kafkamirror.operator;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;

/** Ways to log in to a test's API server. */
final class Logins {
  private Logins() {}

  /** A new service account that may do everything. */
  static Config administrator(KubernetesCluster kubernetes, String namespace) throws IOException {
    kubernetes.kubectl("create", "serviceaccount", "tester", "-n", namespace);
    kubernetes.kubectl(
        "create",
        "clusterrolebinding",
        "tester",
        "--clusterrole=cluster-admin",
        "--serviceaccount=" + namespace + ":tester");
    return serviceAccount(kubernetes, namespace, "tester");
  }

  /** The cluster of the kubeconfig with a service account's token. */
  static Config serviceAccount(KubernetesCluster kubernetes, String namespace, String name)
      throws IOException {
    var cluster =
        new YAMLMapper().readTree(kubernetes.kubeconfig().toFile()).at("/clusters/0/cluster");
    var token = kubernetes.kubectl("create", "token", name, "-n", namespace).strip();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(cluster.path("server").asText())
        .withCaCertData(cluster.path("certificate-authority-data").asText(null))
        .withCaCertFile(cluster.path("certificate-authority").asText(null))
        .withOauthToken(token)
        .withNamespace(namespace)
        .build();
  }
}
