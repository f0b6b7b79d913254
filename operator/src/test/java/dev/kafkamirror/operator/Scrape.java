package dev.kafkamirror.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks an operator over HTTP. */
final class Scrape {
  private Scrape() {}

  /** How often it has reconciled since its start. */
  static double reconciles(MirrorOperator operator) throws IOException, InterruptedException {
    return reconciles(operator.httpPort());
  }

  /** How often the operator that answers on a port has reconciled since its start. */
  static double reconciles(int port) throws IOException, InterruptedException {
    return http(port, "/metrics")
        .lines()
        .filter(
            line -> line.startsWith("operator_sdk_controllers_execution_reconcile_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The body of its answer. */
  static String http(MirrorOperator operator, String path)
      throws IOException, InterruptedException {
    return http(operator.httpPort(), path);
  }

  private static String http(int port, String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
