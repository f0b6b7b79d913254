package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.NetworkSpace;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cluster that somebody else runs. Closing it changes nothing in it. */
final class GivenCluster implements KubernetesCluster {
  private final ClientTools clients;

  GivenCluster(Path kubeconfig, GoTools tools) {
    try {
      this.clients =
          new ClientTools(
              kubeconfig.toAbsolutePath(),
              Files.createTempDirectory("kafka-mirror-clients-"),
              tools);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path kubeconfig() {
    return clients.kubeconfig();
  }

  @Override
  public Path kubectlProgram() {
    return clients.kubectlProgram();
  }

  @Override
  public String kubectl(String... arguments) {
    return clients.kubectl(arguments);
  }

  @Override
  public String apply(String documents) {
    return clients.apply(documents);
  }

  @Override
  public String helm(String... arguments) {
    return clients.helm(arguments);
  }

  @Override
  public void importImage(Path dockerArchive) {
    throw new UnsupportedOperationException(
        "push the image in " + dockerArchive + " to a registry that this cluster pulls from");
  }

  /** The address from which this machine talks to the API server. */
  @Override
  public NetworkSpace networkSpace() {
    var server =
        URI.create(
            kubectl("config", "view", "--minify", "--output=jsonpath={.clusters[0].cluster.server}")
                .strip());
    try (var socket = new DatagramSocket()) {
      socket.connect(
          InetAddress.getByName(server.getHost()), server.getPort() > 0 ? server.getPort() : 443);
      return new NetworkSpace(List.of(), socket.getLocalAddress().getHostAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find the way to " + server, e);
    }
  }

  @Override
  public void close() {
    try {
      Trees.delete(clients.caches());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
