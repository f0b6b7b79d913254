package dev.kafkamirror.replicator.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.local.network.FreePort;
import dev.kafkamirror.local.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pod: {@code replicator run} in a process of its own, as the image runs it. */
public final class ReplicatorProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final ChildProcess process;
  private final URI url;

  private ReplicatorProcess(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it and returns at once.
   *
   * @param pod the name that it joins its fleet with
   * @param log file that its log is appended to
   */
  public static ReplicatorProcess start(MirrorFiles files, String pod, Path log) {
    int port = FreePort.next();
    ChildProcess process =
        start(
            pod,
            List.of(),
            List.of(
                "run",
                "--config=" + files.settings(),
                "--secrets=" + files.secrets(),
                "--http-port=" + port),
            log);
    return new ReplicatorProcess(process, URI.create("http://127.0.0.1:" + port));
  }

  /**
   * Starts any command of the replicator and returns at once.
   *
   * @param pod the name that it joins its fleets with
   * @param jvm further options of its JVM
   * @param arguments the command and its options
   * @param log file that its log and output are appended to
   */
  public static ChildProcess start(String pod, List<String> jvm, List<String> arguments, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(jvm);
    command.add("dev.kafkamirror.replicator.cli.ReplicatorCommand");
    command.addAll(arguments);
    return ChildProcess.start(pod, command, Map.of("POD_NAME", pod, "LOG_FORMAT", "json"), log);
  }

  /** What {@code /v1/status} says; empty while it does not answer. */
  public Optional<ReplicatorStatus> status() {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/status")).timeout(ANSWER).build();
    try {
      return Optional.of(
          JSON.readValue(
              HTTP.send(request, BodyHandlers.ofByteArray()).body(), ReplicatorStatus.class));
    } catch (IOException starting) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Partitions that it copies now, 0 while it does not answer. */
  public int replicating() {
    return status().map(ReplicatorStatus::work).map(ReplicatorStatus.Work::replicating).orElse(0);
  }

  /** The process itself, to be stopped, killed or suspended. */
  public ChildProcess process() {
    return process;
  }

  /** Kills it. */
  @Override
  public void close() {
    process.close();
  }
}
