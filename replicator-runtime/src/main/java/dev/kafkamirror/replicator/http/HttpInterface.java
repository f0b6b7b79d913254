package dev.kafkamirror.replicator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves pages that are read only: GET and HEAD, each page under exactly its path. */
public final class HttpInterface implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpInterface.class);
  private static final int THREADS = 4;

  /** What stands under a path. */
  @FunctionalInterface
  public interface Page {
    /**
     * Answers at once.
     *
     * @param query parameters by name
     * @throws IllegalArgumentException when they cannot be, with what to correct
     */
    Answer answer(Map<String, String> query);
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Page> pages;

  /**
   * Begins to serve on every interface of the host.
   *
   * @param port 0 for any free one
   * @param pages by path; a page must answer at once
   * @throws IOException when the port cannot be had
   */
  public HttpInterface(int port, Map<String, Page> pages) throws IOException {
    this.pages = Map.copyOf(pages);
    this.server = HttpServer.create(new InetSocketAddress(port), 0);
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("http-", 0).daemon().factory());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Page page = pages.get(exchange.getRequestURI().getPath());
      if (page == null) {
        send(
            exchange,
            Answer.text(
                404,
                "There is no such page. There are: "
                    + String.join(" ", pages.keySet().stream().sorted().toList())));
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, Answer.text(405, "This page can only be read: use GET."));
      } else {
        send(exchange, answer(page, exchange));
      }
    }
  }

  private static Answer answer(Page page, HttpExchange exchange) {
    try {
      return page.answer(query(exchange.getRequestURI().getRawQuery()));
    } catch (IllegalArgumentException e) {
      return Answer.text(400, e.getMessage());
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("path", exchange.getRequestURI().getPath())
          .log("A page failed");
      return Answer.text(500, "This page failed; the log says why.");
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      String[] pair = part.split("=", 2);
      query.put(
          URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
          pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
