package dev.kafkamirror.local.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Links to a server that sends every byte back. */
class ToxiproxyIT {
  private static final Logger LOG = LoggerFactory.getLogger(ToxiproxyIT.class);
  private static final int PATIENCE_MILLIS = 30_000;

  private static Toxiproxy network;
  private ServerSocket server;
  private Link link;

  @BeforeAll
  static void startNetwork() {
    network = Toxiproxy.start();
  }

  @AfterAll
  static void endNetwork() {
    network.close();
  }

  @BeforeEach
  void startServer() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
    link = network.link("echo", "127.0.0.1:" + server.getLocalPort());
  }

  @AfterEach
  void endServer() throws IOException {
    link.close();
    server.close();
  }

  @Test
  void aCutLinkClosesConnectionsAndRefusesNewOnes() throws IOException {
    try (Socket before = connect()) {
      assertThat(echo(before)).isEqualTo(42);
      link.cut();

      assertThat(before.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    link.mend();
    try (Socket after = connect()) {
      assertThat(echo(after)).isEqualTo(42);
    }
  }

  @Test
  void aStalledLinkIsSilentAndStaysOpen() throws IOException {
    try (Socket before = connect()) {
      assertThat(echo(before)).isEqualTo(42);
      link.stall();
      before.setSoTimeout(500);
      try (Socket during = connect()) {
        during.setSoTimeout(500);

        assertThatThrownBy(() -> echo(before)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> echo(during)).isInstanceOf(SocketTimeoutException.class);
      }
      link.mend();
    }
    try (Socket after = connect()) {
      assertThat(echo(after)).isEqualTo(42);
    }
  }

  @Test
  void aLinkThatLeadsElsewhereClosesConnectionsAndReachesTheOtherServer() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Socket before = connect()) {
      assertThat(echo(before)).isEqualTo(42);

      link.leadTo("127.0.0.1:" + other.getLocalPort());

      assertThat(before.getInputStream().read()).isEqualTo(-1);
      other.setSoTimeout(PATIENCE_MILLIS);
      try (Socket after = connect();
          Socket there = other.accept()) {
        there.getOutputStream().write(7);
        assertThat(after.getInputStream().read()).isEqualTo(7);
      }
    }
  }

  @Test
  void latencyIsTheRoundTrips() throws IOException {
    link.latency(Duration.ofMillis(300));
    try (Socket socket = connect()) {
      long start = System.nanoTime();

      assertThat(echo(socket)).isEqualTo(42);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void aNarrowLinkLetsThroughNoMoreThanItsBandwidth() throws IOException {
    link.bandwidth(100);
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      Thread.startVirtualThread(() -> send(socket, new byte[50_000]));

      assertThat(socket.getInputStream().readNBytes(50_000)).hasSize(50_000);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void clientsOfAProxiedClusterReachEveryBrokerThroughItsLink() throws Exception {
    try (KafkaCluster kafka = KafkaCluster.builder("proxied").brokers(2).proxied(network).start();
        Admin admin = Admin.create(kafka.clientConfig(ListenerKind.PROXIED))) {
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
          .extracting(node -> node.host() + ":" + node.port())
          .containsExactlyInAnyOrder(kafka.link(0).address(), kafka.link(1).address());
    }
  }

  private Socket connect() throws IOException {
    String[] address = link.address().split(":", -1);
    Socket socket = new Socket(address[0], Integer.parseInt(address[1]));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static int echo(Socket socket) throws IOException {
    socket.getOutputStream().write(42);
    return socket.getInputStream().read();
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends when the server is closed. */
  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> echoAll(socket));
      }
    } catch (IOException e) {
      LOG.debug("the server is closed", e);
    }
  }

  /** Ends when the connection does, in whatever way. */
  private static void echoAll(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      in.transferTo(socket.getOutputStream());
    } catch (IOException e) {
      LOG.debug("a connection broke", e);
    }
  }
}
