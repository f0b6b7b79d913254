package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import java.util.List;

/** etcd, API server, controller manager and scheduler. */
final class ControlPlane {
  private final Instance instance;
  private final Credentials credentials;
  private final GoTools tools;

  ControlPlane(Instance instance, Credentials credentials, GoTools tools) {
    this.instance = instance;
    this.credentials = credentials;
    this.tools = tools;
  }

  void startApi() {
    instance.start(
        tools.path(GoTool.ETCD),
        List.of(
            "--data-dir=" + instance.directory().resolve("etcd"),
            "--listen-client-urls=http://127.0.0.1:2379",
            "--advertise-client-urls=http://127.0.0.1:2379",
            "--listen-peer-urls=http://127.0.0.1:2380",
            "--unsafe-no-fsync"));
    var addresses = instance.addresses();
    instance.start(
        tools.path(GoTool.KUBE_APISERVER),
        List.of(
            "--etcd-servers=http://127.0.0.1:2379",
            "--bind-address=" + addresses.node(),
            "--advertise-address=" + addresses.node(),
            "--client-ca-file=" + credentials.caFile(),
            "--tls-cert-file=" + credentials.file("apiserver.crt"),
            "--tls-private-key-file=" + credentials.file("apiserver.key"),
            "--kubelet-client-certificate=" + credentials.file("kubelet-client.crt"),
            "--kubelet-client-key=" + credentials.file("kubelet-client.key"),
            "--kubelet-preferred-address-types=InternalIP",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=" + credentials.file("service-accounts.pub"),
            "--service-account-signing-key-file=" + credentials.file("service-accounts.key"),
            "--service-cluster-ip-range=" + addresses.serviceSubnet(),
            "--authorization-mode=Node,RBAC",
            "--enable-admission-plugins=NodeRestriction"));
  }

  void startControllerManager() {
    instance.start(
        tools.path(GoTool.KUBE_CONTROLLER_MANAGER),
        List.of(
            "--kubeconfig=" + credentials.kubeconfigOf("controller-manager"),
            "--bind-address=127.0.0.1",
            "--leader-elect=false",
            "--use-service-account-credentials",
            "--root-ca-file=" + credentials.caFile(),
            "--service-account-private-key-file=" + credentials.file("service-accounts.key")));
  }

  void startScheduler() {
    var kubeconfig = credentials.kubeconfigOf("scheduler");
    instance.start(
        tools.path(GoTool.KUBE_SCHEDULER),
        List.of(
            "--kubeconfig=" + kubeconfig,
            "--authentication-kubeconfig=" + kubeconfig,
            "--authorization-kubeconfig=" + kubeconfig,
            "--bind-address=127.0.0.1",
            "--leader-elect=false"));
  }
}
