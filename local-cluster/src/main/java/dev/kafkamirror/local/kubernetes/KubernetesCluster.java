package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.NetworkSpace;
import java.nio.file.Path;

/**
 * A Kubernetes that a test or the quickstart may do with as it likes. {@code try (var cluster =
 * KubernetesCluster.builder().start()) { … }}: after {@code start()} pods run, after {@code
 * close()} nothing of what was started is left.
 */
public abstract class KubernetesCluster implements AutoCloseable {
  private final ClientTools clients;

  KubernetesCluster(ClientTools clients) {
    this.clients = clients;
  }

  /** A cluster with a node, chosen as {@link KubernetesClusterBuilder#start()} says. */
  public static KubernetesClusterBuilder builder() {
    return new KubernetesClusterBuilder();
  }

  /** For clients: a file with an administrator's credentials. */
  public final Path kubeconfig() {
    return clients.kubeconfig();
  }

  /** The program kubectl, of a version that fits. */
  public final Path kubectlProgram() {
    return clients.kubectlProgram();
  }

  /**
   * Runs kubectl as administrator.
   *
   * @return its output
   * @throws dev.kafkamirror.local.process.CommandFailedException with what it said
   */
  public final String kubectl(String... arguments) {
    return clients.kubectl(arguments);
  }

  /** Runs {@code kubectl apply} on YAML or JSON documents. */
  public final String apply(String documents) {
    return clients.apply(documents);
  }

  /**
   * Runs helm as administrator.
   *
   * @return its output
   * @throws dev.kafkamirror.local.process.CommandFailedException with what it said
   */
  public final String helm(String... arguments) {
    return clients.helm(arguments);
  }

  /**
   * Gives the node an image, for pods with {@code imagePullPolicy} Never or IfNotPresent.
   *
   * @param dockerArchive a tar as {@code docker save} and Jib's buildTar write it
   * @throws UnsupportedOperationException when this cluster takes images only from a registry
   */
  public abstract void importImage(Path dockerArchive);

  /** Where a server must run and listen so that pods and this machine both reach it. */
  public abstract NetworkSpace networkSpace();

  /** Ends what was started, and returns when nothing of it is left. */
  @Override
  public abstract void close();
}
