package dev.kafkamirror.local.network;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.local.process.Waiting;
import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Toxiproxy server, built from its Go module once a user, whose {@link Link}s stand between
 * clients and servers of this machine: {@code try (var network = Toxiproxy.start()) { … }}.
 */
public final class Toxiproxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Toxiproxy.class);
  private static final String HOST = "127.0.0.1";

  private final ChildProcess server;
  private final ToxiproxyClient client;

  private Toxiproxy(ChildProcess server, int port) {
    this.server = server;
    this.client = new ToxiproxyClient(HOST, port);
  }

  /**
   * Returns when the server answers.
   *
   * @throws IllegalStateException when it does not, with its log
   */
  public static Toxiproxy start() {
    Path program = new GoTools(UserCache.ofUser(), LOG::info).path(GoTool.TOXIPROXY);
    try {
      Path log = Files.createTempFile("toxiproxy-", ".log");
      int port = FreePort.next();
      List<String> command =
          List.of(program.toString(), "-host", HOST, "-port", Integer.toString(port));
      var started =
          new Toxiproxy(
              ChildProcess.start("toxiproxy", command, Map.of("LOG_LEVEL", "warn"), log), port);
      started.awaitAnswer();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    try {
      Waiting.until(
          "Toxiproxy answers",
          () -> {
            if (!server.isAlive()) {
              throw new IllegalStateException("Toxiproxy ended by itself, see " + server.log());
            }
          },
          () -> client.version() != null);
    } catch (IllegalStateException e) {
      server.kill();
      throw e;
    }
  }

  /**
   * A new link, on a free port, to a server that need not run yet.
   *
   * @param name unique among the links of this server
   * @param server {@code host:port}
   */
  public Link link(String name, String server) {
    try {
      return new Link(client.createProxy(name, HOST + ":" + FreePort.next(), server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server and every connection through it. */
  @Override
  public void close() {
    server.kill();
    try {
      Files.delete(server.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
