package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.NetworkSpace;
import java.nio.file.Path;

/**
 * A Kubernetes that a test or the quickstart may do with as it likes. {@code try (var cluster =
 * KubernetesCluster.builder().start()) { … }}: after {@code start()} pods run, after {@code
 * close()} nothing of what was started is left.
 */
public interface KubernetesCluster extends AutoCloseable {
  /** A cluster with a node, chosen as {@link KubernetesClusterBuilder#start()} says. */
  static KubernetesClusterBuilder builder() {
    return new KubernetesClusterBuilder();
  }

  /** For clients: a file with an administrator's credentials. */
  Path kubeconfig();

  /** The program kubectl, of a version that fits. */
  Path kubectlProgram();

  /**
   * Runs kubectl as administrator.
   *
   * @return its output
   * @throws dev.kafkamirror.local.process.CommandFailedException with what it said
   */
  String kubectl(String... arguments);

  /** Runs {@code kubectl apply} on YAML or JSON documents. */
  String apply(String documents);

  /**
   * Runs helm as administrator.
   *
   * @return its output
   * @throws dev.kafkamirror.local.process.CommandFailedException with what it said
   */
  String helm(String... arguments);

  /**
   * Gives the node an image, for pods with {@code imagePullPolicy} Never or IfNotPresent.
   *
   * @param dockerArchive a tar as {@code docker save} and Jib's buildTar write it
   * @throws UnsupportedOperationException when this cluster takes images only from a registry
   */
  void importImage(Path dockerArchive);

  /** Where a server must run and listen so that pods and this machine both reach it. */
  NetworkSpace networkSpace();

  /** Ends what was started, and returns when nothing of it is left. */
  @Override
  void close();
}
