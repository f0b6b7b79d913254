package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import dev.kafkamirror.records.RecordComparison;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several pods share one mirror. */
@ExtendWith(PlaygroundExtension.class)
class FleetIT {
  private static final String MIRROR = "fleet";
  private static final int PARTITIONS = 12;

  private final Playground playground;
  private final Mirrors mirrors;
  private final KafkaCluster east;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();

  FleetIT(Playground playground) {
    this.playground = playground;
    this.mirrors = new Mirrors(playground);
    this.east = playground.kafka("east");
  }

  @AfterEach
  void deleteMirror() {
    mirrors.delete(MIRROR);
  }

  @Test
  void scalingUnderLoadSharesEvenlyAndLosesRepeatsAndReordersNothing() throws Exception {
    Mirrors.createTopic(east, "fleet.scaled", PARTITIONS);
    mirrors.apply(MIRROR, "fleet.scaled", "heartbeats: {state: Disabled}");
    mirrors.awaitReady(MIRROR);
    CompletableFuture<Void> load = produceInBackground("fleet.scaled", 60_000);

    playground
        .kubernetes()
        .kubectl(
            "scale", "kafkamirror", MIRROR, "--replicas=3", "--namespace", Playground.NAMESPACE);

    awaitShares(List.of(4, 4, 4));
    load.join();
    mirrors.assertEqual("fleet.scaled", 60_000);
  }

  @Test
  void theOthersTakeOverFromAKilledPodAndNothingIsLost() throws Exception {
    Mirrors.createTopic(east, "fleet.killed", PARTITIONS);
    mirrors.apply(MIRROR, "fleet.killed", "heartbeats: {state: Disabled}\nreplicas: 3");
    awaitShares(List.of(4, 4, 4));
    CompletableFuture<Void> load = produceInBackground("fleet.killed", 60_000);

    kill(mirrors.pods(MIRROR).getFirst());

    load.join();
    mirrors.awaitCopied("fleet.killed");
    RecordComparison.Result result =
        mirrors.compare("fleet.killed", RecordComparison.Repeats.ALLOWED);
    assertThat(result.difference()).isEmpty();
    assertThat(result.records()).isEqualTo(60_000);
    awaitShares(List.of(4, 4, 4));
  }

  private CompletableFuture<Void> produceInBackground(String topic, long records) {
    return CompletableFuture.runAsync(
        () ->
            Mirrors.load(topic, PARTITIONS, records, records)
                .produce(east.clientConfig(), sent -> {}));
  }

  /** Waits until the pods own so many partitions each, smallest share first. */
  private void awaitShares(List<Integer> expected) {
    await("shares " + expected)
        .atMost(Mirrors.DEADLINE)
        // A pod that starts or ends does not answer.
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              List<Integer> shares = new ArrayList<>();
              for (Pod pod : mirrors.pods(MIRROR)) {
                shares.add(status(pod).work().partitions());
              }
              assertThat(shares.stream().sorted().toList()).isEqualTo(expected);
            });
  }

  private ReplicatorStatus status(Pod pod) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + pod.getStatus().getPodIP() + ":8080/v1/status");
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return json.readValue(response.body(), ReplicatorStatus.class);
  }

  /**
   * SIGKILL to every process of the container: they are this machine's own, recognisable by their
   * cgroup.
   */
  private static void kill(Pod pod) {
    String container =
        pod.getStatus().getContainerStatuses().getFirst().getContainerID().replaceFirst(".*/", "");
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses().filter(p -> cgroup(p.pid()).contains(container)).toList();
    assertThat(processes).as("processes of pod %s", pod.getMetadata().getName()).isNotEmpty();
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  /** Empty for a process that has just ended. */
  private static String cgroup(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"));
    } catch (IOException ended) {
      return "";
    }
  }
}
