package dev.kafkamirror.quickstart;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What makes a Kafka cluster outside Kubernetes usable by pods as if it ran inside: a Service
 * {@code <name>-kafka}, a Secret {@code <name>-cluster-ca-cert} (key {@code ca.crt}) and a Secret
 * {@code <name>-mirror-user} (key {@code password}), named as Strimzi names them.
 */
final class KafkaInKubernetes {
  private static final int PLAINTEXT_PORT = 9092;
  private static final int SASL_TLS_PORT = 9094;

  private KafkaInKubernetes() {}

  /** YAML of all objects for all clusters. */
  static String manifests(String namespace, Map<String, KafkaCluster> kafkas) {
    List<HasMetadata> items = new ArrayList<>();
    kafkas.forEach(
        (name, kafka) -> {
          items.add(service(namespace, name));
          items.add(endpoints(namespace, name, kafka));
          items.add(secret(namespace, name + "-cluster-ca-cert", Map.of("ca.crt", kafka.caPem())));
          items.add(
              secret(
                  namespace, name + "-mirror-user", Map.of("password", Playground.password(name))));
        });
    KubernetesList list = new KubernetesListBuilder().withItems(items).build();
    return Serialization.asYaml(list);
  }

  private static Service service(String namespace, String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name + "-kafka")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withName("plaintext")
        .withPort(PLAINTEXT_PORT)
        .endPort()
        .addNewPort()
        .withName("sasl-tls")
        .withPort(SASL_TLS_PORT)
        .endPort()
        .endSpec()
        .build();
  }

  private static EndpointSlice endpoints(String namespace, String name, KafkaCluster kafka) {
    String plaintext = kafka.bootstrapServers(ListenerKind.PLAINTEXT);
    String saslTls = kafka.bootstrapServers(ListenerKind.SASL_TLS);
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(name + "-kafka")
        .withNamespace(namespace)
        .addToLabels("kubernetes.io/service-name", name + "-kafka")
        .endMetadata()
        .withAddressType("IPv4")
        .addNewEndpoint()
        .addToAddresses(plaintext.substring(0, plaintext.indexOf(':')))
        .endEndpoint()
        .addNewPort()
        .withName("plaintext")
        .withPort(port(plaintext))
        .endPort()
        .addNewPort()
        .withName("sasl-tls")
        .withPort(port(saslTls))
        .endPort()
        .build();
  }

  static Secret secret(String namespace, String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withStringData(data)
        .build();
  }

  private static int port(String bootstrap) {
    return Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
  }
}
