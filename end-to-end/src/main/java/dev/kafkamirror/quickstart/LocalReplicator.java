package dev.kafkamirror.quickstart;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.local.network.FreePort;
import dev.kafkamirror.local.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The engine as a process on this machine, for where there is no Kubernetes. */
final class LocalReplicator implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ChildProcess process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();

  private LocalReplicator(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts {@code replicator run}.
   *
   * @param settings the text of a KafkaMirror
   */
  static LocalReplicator start(String settings, Path directory) {
    try {
      Files.createDirectories(directory.resolve("secrets"));
      Path config = Files.writeString(directory.resolve("settings.yaml"), settings);
      int port = FreePort.next();
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.kafkamirror.replicator.cli.ReplicatorCommand",
              "run",
              "--config",
              config.toString(),
              "--secrets",
              directory.resolve("secrets").toString(),
              "--http-port",
              Integer.toString(port));
      ChildProcess process =
          ChildProcess.start("replicator", command, Map.of(), directory.resolve("replicator.log"));
      return new LocalReplicator(process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return url;
  }

  /**
   * Prints a row whenever the status changes until so many topics replicate without lag.
   *
   * @throws IllegalStateException when that takes longer than 5 minutes or the process ends
   */
  void showUntilCaughtUp(int topics, Consumer<String> out) {
    out.accept(
        "%-10s %-7s %-12s %-10s %s".formatted("STATE", "TASKS", "PARTITIONS", "LAG", "HEARTBEAT"));
    String shown = "";
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      Optional<ReplicatorStatus> status = status();
      if (status.isPresent()) {
        String row = row(status.get());
        if (!row.equals(shown)) {
          out.accept(row);
          shown = row;
        }
        if (caughtUp(status.get(), topics)) {
          return;
        }
      }
      if (process.endsWithin(BETWEEN_LOOKS)) {
        throw new IllegalStateException("the replicator ended, see " + process.log());
      }
    }
    throw new IllegalStateException("not caught up after 5 minutes, see " + process.log());
  }

  /** SIGTERM, as Kubernetes would end it. */
  @Override
  public void close() {
    process.stop(Duration.ofSeconds(30));
  }

  private static boolean caughtUp(ReplicatorStatus status, int topics) {
    Long lag = status.work() == null ? null : status.work().lagRecords();
    return status.flow() != null
        && status.flow().topicsReplicating() >= topics
        && lag != null
        && lag == 0;
  }

  private static String row(ReplicatorStatus status) {
    ReplicatorStatus.Work work = status.work();
    ReplicatorStatus.Flow flow = status.flow();
    return "%-10s %-7s %-12s %-10s %s"
        .formatted(
            status.fleetState(),
            work == null ? "" : work.tasks(),
            work == null ? "" : work.replicating() + "/" + work.partitions(),
            work == null || work.lagRecords() == null ? "Unknown" : work.lagRecords(),
            flow == null || flow.heartbeat() == null ? "" : flow.heartbeat().state());
  }

  /** Empty while the process does not answer yet. */
  private Optional<ReplicatorStatus> status() {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(url.resolve("/v1/status"))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return Optional.of(json.readValue(response.body(), ReplicatorStatus.class));
    } catch (IOException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
