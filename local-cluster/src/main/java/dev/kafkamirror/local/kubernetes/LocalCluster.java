package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.process.NetworkSpace;
import dev.kafkamirror.local.process.Waiting;
import dev.kafkamirror.local.tools.DebianPackages;
import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Kubernetes' own servers on this machine, without Docker. */
final class LocalCluster extends KubernetesCluster {
  private static final List<GoTool> API_TOOLS =
      List.of(
          GoTool.ETCD,
          GoTool.KUBE_APISERVER,
          GoTool.KUBE_CONTROLLER_MANAGER,
          GoTool.KUBECTL,
          GoTool.HELM);
  private static final List<GoTool> NODE_TOOLS =
      List.of(GoTool.KUBE_SCHEDULER, GoTool.KUBELET, GoTool.KUBE_PROXY, GoTool.COREDNS);

  private final Instance instance;
  private final Node node;

  private LocalCluster(Instance instance, Node node, ClientTools clients) {
    super(clients);
    this.instance = instance;
    this.node = node;
  }

  static LocalCluster start(
      UserCache cache, GoTools tools, boolean controlPlaneOnly, Consumer<String> progress) {
    new DebianPackages(Host.PACKAGES, progress).install();
    tools.prepare(API_TOOLS);
    if (!controlPlaneOnly) {
      tools.prepare(NODE_TOOLS);
    }
    var instance = Instance.open(progress);
    try {
      var credentials =
          new Credentials(instance.directory().resolve("credentials"), instance.addresses());
      var cluster =
          new LocalCluster(
              instance,
              controlPlaneOnly ? null : new Node(instance, credentials, tools),
              new ClientTools(
                  credentials.kubeconfigOf("admin"),
                  instance.directory().resolve("caches"),
                  tools));
      cluster.startServers(new ControlPlane(instance, credentials, tools), cache);
      progress.accept("Kubernetes answers at " + credentials.server());
      return cluster;
    } catch (RuntimeException e) {
      var kept = keepLogs(instance);
      instance.close();
      throw new IllegalStateException("Kubernetes did not start; its logs are in " + kept, e);
    }
  }

  private void startServers(ControlPlane controlPlane, UserCache cache) {
    controlPlane.startApi();
    if (node != null) {
      node.startContainerd(PauseImage.get(cache));
    }
    awaiting("the API server is ready", "get", "--raw=/readyz");
    controlPlane.startControllerManager();
    if (node != null) {
      controlPlane.startScheduler();
      node.startKubelet();
      node.startProxy();
      node.startDns();
      awaiting("the node is registered", "get", "node", Node.NAME);
      kubectl("wait", "--for=condition=Ready", "--timeout=120s", "node/" + Node.NAME);
    }
    awaiting("there are service accounts", "get", "serviceaccount", "default");
  }

  private void awaiting(String what, String... kubectl) {
    Waiting.until(what, instance::checkServers, () -> !kubectl(kubectl).isEmpty());
  }

  private static Path keepLogs(Instance instance) {
    try {
      var kept = Files.createTempDirectory("kubernetes-logs-");
      Command.of("cp", "-r", instance.directory().resolve("logs").toString(), kept.toString())
          .run();
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void importImage(Path dockerArchive) {
    if (node == null) {
      throw new UnsupportedOperationException("a control plane without a node runs no images");
    }
    node.importImage(dockerArchive);
  }

  @Override
  public NetworkSpace networkSpace() {
    return instance.networkSpace();
  }

  @Override
  public void close() {
    instance.close();
  }
}
