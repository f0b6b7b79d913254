package dev.kafkamirror.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers {@code /v1/status} in the place of pods: a control plane without a node runs none. Every
 * mirror has its own loopback address, 127.1.0.x.
 */
final class FakePods implements AutoCloseable {
  private final JsonMapper json = new JsonMapper();
  private final Map<String, ReplicatorStatus> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakePods() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0);
    server.createContext("/v1/status", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** From now on the pod with this address gives this answer; null: HTTP 503. */
  void answer(String ip, ReplicatorStatus status) {
    if (status == null) {
      answers.remove(ip);
    } else {
      answers.put(ip, status);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      InetAddress asked = exchange.getLocalAddress().getAddress();
      var status = answers.get(asked.getHostAddress());
      var body = status == null ? new byte[0] : json.writeValueAsBytes(status);
      exchange.sendResponseHeaders(status == null ? 503 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
