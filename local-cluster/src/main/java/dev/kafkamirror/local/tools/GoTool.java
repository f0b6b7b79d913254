package dev.kafkamirror.local.tools;

/** A program that is built from the {@code go.mod} in {@code src/main/go}. */
public enum GoTool {
  KUBE_APISERVER("kube-apiserver", "kubernetes", "k8s.io/kubernetes/cmd/kube-apiserver"),
  KUBE_CONTROLLER_MANAGER(
      "kube-controller-manager", "kubernetes", "k8s.io/kubernetes/cmd/kube-controller-manager"),
  KUBE_SCHEDULER("kube-scheduler", "kubernetes", "k8s.io/kubernetes/cmd/kube-scheduler"),
  KUBELET("kubelet", "kubernetes", "k8s.io/kubernetes/cmd/kubelet"),
  KUBE_PROXY("kube-proxy", "kubernetes", "k8s.io/kubernetes/cmd/kube-proxy"),
  KUBECTL("kubectl", "kubernetes", "k8s.io/kubernetes/cmd/kubectl"),
  ETCD("etcd", "etcd", "go.etcd.io/etcd/server/v3"),
  HELM("helm", "helm", "helm.sh/helm/v3/cmd/helm"),
  COREDNS("coredns", "coredns", ".", "github.com/coredns/coredns"),
  TOXIPROXY("toxiproxy-server", "toxiproxy", "github.com/Shopify/toxiproxy/v2/cmd/server");

  private final String program;
  private final String module;
  private final String mainPackage;
  private final String pinned;

  GoTool(String program, String module, String mainPackage) {
    this(program, module, mainPackage, mainPackage);
  }

  GoTool(String program, String module, String mainPackage, String pinned) {
    this.pinned = pinned;
    this.program = program;
    this.module = module;
    this.mainPackage = mainPackage;
  }

  /** The name of the executable file. */
  public String program() {
    return program;
  }

  /** The directory with its {@code go.mod}. */
  String module() {
    return module;
  }

  String mainPackage() {
    return mainPackage;
  }

  /** A package of the module whose version is the program's. */
  String pinned() {
    return pinned;
  }
}
