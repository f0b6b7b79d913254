package dev.kafkamirror.replicator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpInterfaceTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static HttpInterface http;

  @BeforeAll
  static void serve() throws IOException {
    http =
        new HttpInterface(
            0,
            Map.of(
                "/v1/status", _ -> Answer.json("{\"pod\":\"m-1\"}"),
                "/readyz", _ -> Answer.text(503, "joining"),
                "/echo", query -> Answer.text(200, query.get("say").strip()),
                "/refusing", _ -> refuse(),
                "/broken", _ -> fail()));
  }

  @AfterAll
  static void end() {
    http.close();
    CLIENT.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/status, 200, application/json",
    "HEAD, /v1/status, 200, application/json",
    "GET, /v1/status?pretty, 200, application/json",
    "GET, /readyz, 503, text/plain; charset=utf-8",
    "GET, /, 404, text/plain; charset=utf-8",
    "GET, /v1/status/more, 404, text/plain; charset=utf-8",
    "POST, /v1/status, 405, text/plain; charset=utf-8",
    "DELETE, /readyz, 405, text/plain; charset=utf-8",
    "GET, /refusing?limit=x, 400, text/plain; charset=utf-8",
    "GET, /broken, 500, text/plain; charset=utf-8"
  })
  void answersWithStatusAndType(String method, String path, int status, String type)
      throws Exception {
    HttpResponse<String> response = send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
  }

  @Test
  void pageIsServedWhole() throws Exception {
    assertThat(send("GET", "/v1/status").body()).isEqualTo("{\"pod\":\"m-1\"}");
  }

  @Test
  void refusalsSayWhatIsThere() throws Exception {
    assertThat(send("GET", "/metric").body())
        .contains("/broken /echo /readyz /refusing /v1/status");
    assertThat(send("POST", "/readyz").headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void pageLearnsWhatIsAskedFor() throws Exception {
    assertThat(send("GET", "/echo?x&say=a%20b%26c").body()).isEqualTo("a b&c\n");
    assertThat(send("GET", "/refusing").body()).isEqualTo("say it otherwise\n");
  }

  private static Answer refuse() {
    throw new IllegalArgumentException("say it otherwise");
  }

  private static Answer fail() {
    throw new IllegalStateException("on purpose");
  }

  private static HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + http.port() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }
}
