package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.NetworkSpace;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** k3s in Docker. Testcontainers ends it when this JVM ends. */
final class K3sCluster extends KubernetesCluster {
  private static final String IMAGE = "rancher/k3s:v1.34.4-k3s1";
  private static final String IN_CONTAINER = "/tmp/image.tar";

  private final K3sContainer container;
  private final Path directory;

  private K3sCluster(K3sContainer container, ClientTools clients) {
    super(clients);
    this.container = container;
    this.directory = clients.caches();
  }

  /** Asks only where there is a sign of Docker, because Testcontainers asks slowly and loudly. */
  static boolean dockerAnswers() {
    return (System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock")))
        && DockerClientFactory.instance().isDockerAvailable();
  }

  static K3sCluster start(GoTools tools) {
    var container = new K3sContainer(DockerImageName.parse(IMAGE));
    container.start();
    try {
      var directory = Files.createTempDirectory("kafka-mirror-k3s-");
      var kubeconfig =
          Files.writeString(directory.resolve("kubeconfig"), container.getKubeConfigYaml());
      return new K3sCluster(container, new ClientTools(kubeconfig, directory, tools));
    } catch (IOException e) {
      container.stop();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void importImage(Path dockerArchive) {
    container.copyFileToContainer(MountableFile.forHostPath(dockerArchive), IN_CONTAINER);
    try {
      var result =
          container.execInContainer("ctr", "-n", "k8s.io", "images", "import", IN_CONTAINER);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException("k3s refuses " + dockerArchive + ": " + result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while importing " + dockerArchive, e);
    }
  }

  /** This machine's address on Docker's bridge, which pods reach through their node. */
  @Override
  public NetworkSpace networkSpace() {
    var gateway =
        container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
            .findFirst()
            .orElseThrow()
            .getGateway();
    return new NetworkSpace(List.of(), gateway);
  }

  @Override
  public void close() {
    container.stop();
    try {
      Trees.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
