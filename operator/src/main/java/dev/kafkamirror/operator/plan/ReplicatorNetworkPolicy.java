package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.LabelsSpec;
import dev.kafkamirror.api.v1alpha1.NetworkPeerSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lets others reach what pods serve on their one port, and nothing else. */
final class ReplicatorNetworkPolicy {
  private final String mirror;
  private final String operatorNamespace;
  private final List<NetworkPeerSpec> metricsFrom;

  /**
   * @param operatorNamespace where the operator runs, null when it is not in the cluster: then all
   *     pods reach the port
   * @param metricsFrom who reaches it besides the operator; null for all pods
   */
  ReplicatorNetworkPolicy(
      String mirror, String operatorNamespace, List<NetworkPeerSpec> metricsFrom) {
    this.mirror = mirror;
    this.operatorNamespace = operatorNamespace;
    this.metricsFrom = metricsFrom;
  }

  NetworkPolicy build(ObjectMeta metadata) {
    return new NetworkPolicyBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withPodSelector(labels(Names.selector(mirror)))
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .withFrom(peers())
        .addNewPort()
        .withProtocol("TCP")
        .withNewPort(ReplicatorDeployment.HTTP_PORT)
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }

  /** Nobody named means everybody. */
  private List<NetworkPolicyPeer> peers() {
    if (metricsFrom == null || operatorNamespace == null) {
      return List.of();
    }
    var operator =
        new NetworkPolicyPeerBuilder()
            .withNamespaceSelector(labels(Map.of("kubernetes.io/metadata.name", operatorNamespace)))
            .build();
    return Stream.concat(
            Stream.of(operator), metricsFrom.stream().map(ReplicatorNetworkPolicy::peer))
        .toList();
  }

  private static NetworkPolicyPeer peer(NetworkPeerSpec peer) {
    return new NetworkPolicyPeerBuilder()
        .withNamespaceSelector(selector(peer.namespaceSelector()))
        .withPodSelector(selector(peer.podSelector()))
        .build();
  }

  private static LabelSelector selector(LabelsSpec labels) {
    return labels == null
        ? null
        : labels(Objects.requireNonNullElse(labels.matchLabels(), Map.of()));
  }

  private static LabelSelector labels(Map<String, String> labels) {
    return new LabelSelectorBuilder().withMatchLabels(new TreeMap<>(labels)).build();
  }
}
