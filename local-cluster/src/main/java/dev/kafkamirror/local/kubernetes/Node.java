package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.Waiting;
import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The one node: containerd, kubelet and kube-proxy, and the DNS server for its pods. */
final class Node {
  static final String NAME = "local";

  private final Instance instance;
  private final Credentials credentials;
  private final GoTools tools;
  private final Path socket;

  Node(Instance instance, Credentials credentials, GoTools tools) {
    this.instance = instance;
    this.credentials = credentials;
    this.tools = tools;
    this.socket = instance.directory().resolve("containerd.sock");
  }

  /** Starts containerd and gives it the image that every pod needs. */
  void startContainerd(Path pauseImage) {
    var addresses = instance.addresses();
    var directory = instance.directory();
    var network = directory.resolve("cni");
    write(
        network.resolve("10-bridge.conflist"),
        """
        {
          "cniVersion": "0.4.0",
          "name": "kafka-mirror",
          "plugins": [{
            "type": "bridge", "bridge": "cni0",
            "isGateway": true, "ipMasq": false, "hairpinMode": true,
            "ipam": {
              "type": "host-local", "dataDir": "%1$s/addresses",
              "ranges": [[{"subnet": "%2$s", "rangeStart": "%3$s", "gateway": "%4$s"}]],
              "routes": [{"dst": "0.0.0.0/0"}]
            }
          }]
        }
        """
            .formatted(
                network, addresses.podSubnet(), addresses.firstPod(), addresses.podGateway()));
    var config = directory.resolve("containerd.toml");
    // restrict_oom_score_adj: without CAP_SYS_RESOURCE runc could not lower a score.
    // opt: the plugin would make /opt/containerd on the host.
    write(
        config,
        """
        version = 2
        root = "%1$s/containerd/root"
        state = "%1$s/containerd/state"
        disabled_plugins = ["io.containerd.internal.v1.opt"]
        [grpc]
          address = "%2$s"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "%3$s"
          restrict_oom_score_adj = true
          netns_mounts_under_state_dir = true
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/usr/lib/cni"
            conf_dir = "%4$s"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              SystemdCgroup = false
        """
            .formatted(directory, socket, PauseImage.NAME, network));
    instance.start(Path.of("/usr/bin/containerd"), List.of("--config", config.toString()));
    Waiting.until("containerd answers", instance::checkServers, () -> Files.exists(socket));
    importImage(pauseImage);
  }

  void importImage(Path dockerArchive) {
    instance
        .command(
            "ctr",
            "--address=" + socket,
            "--namespace=k8s.io",
            "images",
            "import",
            dockerArchive.toAbsolutePath().toString())
        .run();
  }

  /** Needs an API server that answers. */
  void startKubelet() {
    var directory = instance.directory();
    var config = directory.resolve("kubelet.yaml");
    // Of names outside the cluster pods know none.
    write(directory.resolve("resolv.conf"), "");
    write(
        config,
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        address: %1$s
        authentication: {x509: {clientCAFile: %2$s}, webhook: {enabled: true}}
        authorization: {mode: Webhook}
        containerRuntimeEndpoint: unix://%3$s
        clusterDNS: [%1$s]
        clusterDomain: cluster.local
        cgroupDriver: cgroupfs
        cgroupsPerQOS: false
        enforceNodeAllocatable: []
        evictionHard: {}
        failSwapOn: false
        imageGCHighThresholdPercent: 100
        localStorageCapacityIsolation: false
        oomScoreAdj: 0
        podLogsDir: %4$s/logs/pods
        resolvConf: %4$s/resolv.conf
        syncFrequency: 10s
        """
            .formatted(instance.addresses().node(), credentials.caFile(), socket, directory));
    instance.start(
        tools.path(GoTool.KUBELET),
        List.of(
            "--config=" + config,
            "--kubeconfig=" + credentials.kubeconfigOf("kubelet"),
            "--hostname-override=" + NAME,
            "--node-ip=" + instance.addresses().node()));
  }

  /** Needs an API server that answers. Knows the cluster's Services and no other names. */
  void startDns() {
    var config = instance.directory().resolve("Corefile");
    write(
        config,
        """
        .:53 {
          bind %1$s
          errors
          kubernetes cluster.local in-addr.arpa ip6.arpa {
            kubeconfig %2$s local
          }
        }
        """
            .formatted(instance.addresses().node(), credentials.kubeconfigOf("dns")));
    instance.start(tools.path(GoTool.COREDNS), List.of("-conf=" + config));
  }

  /** Needs an API server that answers. */
  void startProxy() {
    var config = instance.directory().resolve("kube-proxy.yaml");
    // Zeros: the proxy leaves the machine's connection tracking as it is.
    write(
        config,
        """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        clientConnection: {kubeconfig: %1$s}
        hostnameOverride: %2$s
        mode: iptables
        conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
        oomScoreAdj: 0
        """
            .formatted(credentials.kubeconfigOf("proxy"), NAME));
    instance.start(tools.path(GoTool.KUBE_PROXY), List.of("--config=" + config));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
