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
final class GivenCluster extends KubernetesCluster {
  private final Path caches;

  private GivenCluster(ClientTools clients) {
    super(clients);
    this.caches = clients.caches();
  }

  static GivenCluster at(Path kubeconfig, GoTools tools) {
    try {
      var caches = Files.createTempDirectory("kafka-mirror-clients-");
      return new GivenCluster(new ClientTools(kubeconfig.toAbsolutePath(), caches, tools));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      Trees.delete(caches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
