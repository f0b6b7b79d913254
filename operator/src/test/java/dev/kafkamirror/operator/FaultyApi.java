package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between an operator and the real API server and misbehaves on demand. Plain HTTP towards
 * the operator, with one request for each connection, so that a fault hits what it is meant for;
 * TLS towards the API server. Watches are streamed, over WebSocket as over HTTP.
 */
final class FaultyApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultyApi.class);
  private static final String HEAD_ENDS = "\r\n\r\n";

  /**
   * What an operator asks for.
   *
   * @param query without the question mark, maybe empty
   */
  record Request(String method, String path, String query, String body) {
    boolean isWatch() {
      return query.contains("watch=true");
    }

    boolean isWrite() {
      return !method.equals("GET") && !path.contains("/authorization.k8s.io/");
    }

    /** Whether it reads what there is of a kind: {@code …/pods}, and not {@code …/pods/NAME}. */
    boolean isList() {
      return method.equals("GET") && !isWatch() && Rights.isCollection(path);
    }
  }

  /**
   * An answer in the API server's place.
   *
   * @param retryAfter seconds, 0 for none
   */
  record Answer(int status, int retryAfter) {
    private String text() {
      var body =
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"a fault of the test\"}"
              .formatted(status);
      return "HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
          .formatted(
              status,
              body.length(),
              retryAfter == 0 ? "" : "Retry-After: " + retryAfter + "\r\n",
              body);
    }
  }

  /**
   * A request that was answered.
   *
   * @param nanos when, by {@link System#nanoTime}
   */
  record Exchange(Request request, int status, boolean fault, long nanos) {}

  private final Config real;
  private final URI server;
  private final SocketFactory tls;
  private final int port;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Map<Socket, Optional<Request>> open = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Request, Optional<Answer>> rule = request -> Optional.empty();
  private volatile Function<Request, Duration> delay = request -> Duration.ZERO;
  private volatile ServerSocket listening;

  /** Stands before the API server of a configuration. */
  FaultyApi(Config real) throws IOException, GeneralSecurityException {
    this.real = real;
    server = URI.create(real.getMasterUrl());
    tls = SSLUtils.sslContext(real).getSocketFactory();
    listening = listen(0);
    port = listening.getLocalPort();
  }

  /** For a client: the same login, through here. */
  Config config() {
    return new ConfigBuilder(real)
        .withMasterUrl("http://127.0.0.1:" + port)
        .withHttp2Disable(true)
        .build();
  }

  /** Answers the first of the writes that match in the API server's place, each path once. */
  void refuseOnce(Predicate<Request> which, Answer answer) {
    var refused = ConcurrentHashMap.<String>newKeySet();
    rule =
        request ->
            request.isWrite()
                    && which.test(request)
                    && refused.add(request.method() + request.path())
                ? Optional.of(answer)
                : Optional.empty();
  }

  /** Accepts no watch, and ends those that there are. */
  void cutWatches() {
    rule = request -> request.isWatch() ? Optional.of(new Answer(500, 0)) : Optional.empty();
    open.forEach(
        (socket, request) -> {
          if (request.filter(Request::isWatch).isPresent()) {
            close(socket);
          }
        });
  }

  /** Holds requests back before they go on to the API server. */
  void slow(Function<Request, Duration> by) {
    delay = by;
  }

  /** Behaves from now on. */
  void behave() {
    rule = request -> Optional.empty();
    delay = request -> Duration.ZERO;
  }

  /** Ends all connections and refuses new ones. */
  void goAway() {
    close(listening);
    open.keySet().forEach(FaultyApi::close);
  }

  void comeBack() throws IOException {
    listening = listen(port);
  }

  /** Everything that was answered up to now. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  @Override
  public void close() {
    closed.countDown();
    goAway();
  }

  private ServerSocket listen(int at) throws IOException {
    var socket = new ServerSocket(at, 100, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(socket));
    return socket;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        open.put(client, Optional.empty());
        if (socket.isClosed()) {
          close(client);
        }
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        LOG.debug("No longer listening", e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      var head = head(in);
      var request = request(head, in);
      open.replace(client, Optional.of(request));
      if (closed.await(delay.apply(request).toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      var fault = rule.apply(request);
      if (fault.isPresent()) {
        note(request, fault.get().status(), true);
        client.getOutputStream().write(fault.get().text().getBytes(StandardCharsets.US_ASCII));
      } else {
        forward(request, head, in, client);
      }
    } catch (IOException e) {
      // Either side may end a connection at any time, and so does this one.
      LOG.debug("A connection ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void forward(Request request, String head, InputStream in, Socket client)
      throws IOException {
    try (var upstream = tls.createSocket(server.getHost(), server.getPort())) {
      var out = upstream.getOutputStream();
      out.write((oneRequest(head) + request.body()).getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.ofPlatform().daemon().start(() -> pump(in, upstream));
      var answers = new BufferedInputStream(upstream.getInputStream());
      var answer = head(answers);
      note(request, Integer.parseInt(answer.split(" ", 3)[1]), false);
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      answers.transferTo(client.getOutputStream());
    }
  }

  /** What else the client sends: WebSocket frames, or that it ends. */
  private static void pump(InputStream in, Socket upstream) {
    try (upstream) {
      in.transferTo(upstream.getOutputStream());
    } catch (IOException e) {
      LOG.debug("A connection ended", e);
    }
  }

  private void note(Request request, int status, boolean fault) {
    exchanges.add(new Exchange(request, status, fault, System.nanoTime()));
  }

  /** The head with which the API server ends the connection after its answer. */
  private static String oneRequest(String head) {
    return head.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket")
        ? head
        : head.replaceFirst("(?i)\r\nconnection:[^\r]*", "")
            .replace(HEAD_ENDS, "\r\nConnection: close" + HEAD_ENDS);
  }

  private static Request request(String head, InputStream in) throws IOException {
    var first = head.split(" ", 3);
    var target = URI.create(first[1]);
    var query = Optional.ofNullable(target.getRawQuery()).orElse("");
    return new Request(first[0], target.getRawPath(), query, body(head, in));
  }

  private static String body(String head, InputStream in) throws IOException {
    var lengths =
        head.lines()
            .map(line -> line.toLowerCase(Locale.ROOT))
            .filter(line -> line.startsWith("content-length:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .toList();
    if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
      throw new IllegalStateException("a body in chunks is not understood: " + head);
    }
    int length = lengths.isEmpty() ? 0 : Integer.parseInt(lengths.getFirst());
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String head(InputStream in) throws IOException {
    var text = new StringBuilder();
    int matched = 0;
    while (matched < HEAD_ENDS.length()) {
      int next = in.read();
      if (next < 0) {
        throw new SocketException("ended after " + text.length() + " bytes of a head");
      }
      text.append((char) next);
      matched = next == HEAD_ENDS.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return text.toString();
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("can't close " + socket, e);
    }
  }
}
