package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a {@link KubernetesCluster} is to be like and starts it. */
public final class KubernetesClusterBuilder {
  /** System property that names the kubeconfig file of a cluster to use. */
  public static final String KUBECONFIG_PROPERTY = "kafkamirror.kubeconfig";

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);

  private Path kubeconfig;
  private boolean controlPlaneOnly;
  private Consumer<String> progress = LOG::info;

  KubernetesClusterBuilder() {
    var named = System.getProperty(KUBECONFIG_PROPERTY, "");
    kubeconfig = named.isEmpty() ? null : Path.of(named);
  }

  /** Uses the cluster of this file's current context instead of starting one. */
  public KubernetesClusterBuilder kubeconfig(Path file) {
    kubeconfig = file;
    return this;
  }

  /** Starts API server and controllers, but neither scheduler nor node: for tests of the API. */
  public KubernetesClusterBuilder controlPlaneOnly() {
    controlPlaneOnly = true;
    return this;
  }

  /** Told what was chosen, and one line before each long step. By default that is logged. */
  public KubernetesClusterBuilder progress(Consumer<String> listener) {
    progress = listener;
    return this;
  }

  /**
   * Starts it: the cluster that is named explicitly; else k3s, when a Docker daemon answers; else
   * the servers themselves, on Linux as root. The user's current kubectl context is never used.
   *
   * @throws IllegalStateException when none of these can be had, saying what is missing
   */
  public KubernetesCluster start() {
    var cache = UserCache.ofUser();
    var tools = new GoTools(cache, progress);
    if (kubeconfig != null) {
      if (!Files.isReadable(kubeconfig)) {
        throw new IllegalStateException("cannot read the kubeconfig that was named: " + kubeconfig);
      }
      progress.accept("using the Kubernetes cluster of " + kubeconfig);
      return GivenCluster.at(kubeconfig, tools);
    }
    if (K3sCluster.dockerAnswers()) {
      progress.accept("starting k3s in Docker");
      return K3sCluster.start(tools);
    }
    var host = Host.here();
    if (!host.lacks().isEmpty()) {
      throw new IllegalStateException(
          "no Kubernetes can be had here: name one with -D"
              + KUBECONFIG_PROPERTY
              + "=FILE, or start Docker, or mend what its own servers lack on this machine: "
              + String.join("; ", host.lacks()));
    }
    progress.accept(
        "starting Kubernetes' own servers on this machine, because no kubeconfig was named and no"
            + " Docker answers");
    return LocalCluster.start(cache, tools, controlPlaneOnly, progress);
  }
}
