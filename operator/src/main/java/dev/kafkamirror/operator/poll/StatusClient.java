package dev.kafkamirror.operator.poll;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks one pod for its status. */
public final class StatusClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A status is a few kilobytes; more than this is something else. */
  private static final long LONGEST_ANSWER = 256 * 1024;

  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();
  private final int port;

  /**
   * @param port on which pods answer
   */
  public StatusClient(int port) {
    this.port = port;
  }

  /** The pod's answer; the future fails when there is none within 3 s or it makes no sense. */
  CompletableFuture<ReplicatorStatus> ask(String podIp) {
    var host = podIp.indexOf(':') < 0 ? podIp : "[" + podIp + "]";
    var request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/v1/status"))
            .timeout(TIMEOUT)
            .build();
    return http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER))
        .thenApply(this::parse);
  }

  private ReplicatorStatus parse(HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() != 200) {
        throw new IOException("HTTP " + response.statusCode() + " from " + response.uri());
      }
      return json.readValue(response.body(), ReplicatorStatus.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
