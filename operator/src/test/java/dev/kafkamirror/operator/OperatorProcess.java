package dev.kafkamirror.operator;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.local.process.ChildProcess;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An operator in a process of its own, with a heap of 256 MiB. */
final class OperatorProcess implements AutoCloseable {
  private final ChildProcess process;
  private final Path portFile;

  private OperatorProcess(ChildProcess process, Path portFile) {
    this.process = process;
    this.portFile = portFile;
  }

  /** Starts one that looks after a namespace and asks pods on a port. */
  static OperatorProcess start(
      KubernetesCluster kubernetes, String namespace, int podPort, Path directory) {
    var portFile = directory.resolve("port-" + System.nanoTime());
    var process =
        ChildProcess.start(
            "operator",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                OperatorProcess.class.getName(),
                namespace,
                Integer.toString(podPort),
                portFile.toString()),
            Map.of("KUBECONFIG", kubernetes.kubeconfig().toString()),
            directory.resolve("operator.log"));
    return new OperatorProcess(process, portFile);
  }

  /** The process itself: namespace, port of pods, file to write its own port to. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var config =
        new OperatorConfig(
            Set.of(arguments[0]),
            "kafka-mirror-replicator:test",
            0,
            Integer.parseInt(arguments[1]),
            Duration.ofSeconds(5),
            null,
            Map.of());
    try (var client = OperatorClient.open(Config.autoConfigure(null));
        var operator = MirrorOperator.start(client, config, Clock.systemUTC(), () -> {})) {
      Files.writeString(Path.of(arguments[2]), Integer.toString(operator.httpPort()));
      new CountDownLatch(1).await();
    }
  }

  /** How often it has reconciled; waits until it has come up. */
  double reconciles() throws IOException, InterruptedException {
    return Scrape.reconciles(port());
  }

  private int port() throws IOException {
    await("the operator comes up")
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(portFile) && Files.size(portFile) > 0);
    return Integer.parseInt(Files.readString(portFile));
  }

  /** The most memory that it had, MiB, and the CPU that it has used, as /proc tells. */
  String usage() throws IOException {
    var peak =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("");
    var cpu =
        ProcessHandle.of(process.pid())
            .flatMap(handle -> handle.info().totalCpuDuration())
            .map(Duration::toSeconds)
            .orElse(-1L);
    return "%s, CPU %d s".formatted(peak.replaceAll("\\s+", " "), cpu);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.stop(Duration.ofSeconds(30));
  }
}
