package dev.kafkamirror.replicator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.replicator.testkit.MirrorFiles;
import dev.kafkamirror.replicator.testkit.ReplicatorProcess;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mirror of the topics whose names begin with its own, and its pods, whose logs stay in {@code
 * target/faults}. Closing it kills them.
 *
 * <p>Requests time out after 5 s instead of 30, so that a silent broker is given up sooner.
 */
final class Mirror implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final MirrorFiles files;
  private final List<ReplicatorProcess> pods = new ArrayList<>();
  private final String sourceServers;
  private final String targetServers;

  Mirror(String name, String sourceServers, String targetServers) {
    this.name = name;
    this.directory = directory(name);
    this.files = new MirrorFiles(directory);
    this.sourceServers = sourceServers;
    this.targetServers = targetServers;
  }

  /** Between the clusters, without anything that could break between them and the pods. */
  static Mirror between(FaultClusters clusters, String name) {
    return new Mirror(name, clusters.east().bootstrapServers(), clusters.west().bootstrapServers())
        .set("");
  }

  private static Path directory(String name) {
    try {
      return Files.createDirectories(Path.of("target", "faults", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes its settings, and waits until running pods have taken them up.
   *
   * @param more what stands below {@code spec.topics}, in YAML's flow style and with a comma before
   *     it: {@code , onDataLoss: Continue}
   */
  Mirror set(String more) {
    return set(more, "");
  }

  /**
   * Writes its settings, other ones than before, and waits until running pods have taken them up.
   *
   * @param delivery what stands in {@code spec.delivery}: {@code onRecordError: Skip}
   */
  Mirror set(String more, String delivery) {
    String yaml =
        """
        apiVersion: kafkamirror.dev/v1alpha1
        kind: KafkaMirror
        metadata: {name: %s}
        spec:
          source:
            alias: east
            bootstrapServers: [%s]
            clientConfig: {common: {request.timeout.ms: "5000"}}
          target:
            alias: west
            bootstrapServers: [%s]
            clientConfig: {common: {request.timeout.ms: "5000"}}
          topics: {include: [{prefix: %s}], replicationFactor: 2, configSync: {mode: CreateOnly}%s}
          delivery: {%s}
          heartbeats: {state: Disabled}
        """
            .formatted(name, quoted(sourceServers), quoted(targetServers), name, more, delivery);
    Map<ReplicatorProcess, String> before = new HashMap<>();
    // Who does not answer is gone, or reads them when it starts.
    pods.forEach(pod -> revision(pod).ifPresent(now -> before.put(pod, now)));
    try {
      files.write(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    before.forEach(
        (pod, old) ->
            await()
                .atMost(FaultClusters.PATIENCE)
                .until(() -> revision(pod).filter(now -> !now.equals(old)).isPresent()));
    return this;
  }

  private static Optional<String> revision(ReplicatorProcess pod) {
    return pod.status().map(ReplicatorStatus::revision);
  }

  private static String quoted(String servers) {
    return "\"" + servers.replace(",", "\", \"") + "\"";
  }

  /** Starts a pod more. */
  ReplicatorProcess pod() {
    String pod = name + "-" + pods.size();
    ReplicatorProcess started =
        ReplicatorProcess.start(files, pod, directory.resolve(pod + ".log"));
    pods.add(started);
    return started;
  }

  /** Waits until a pod has so many partitions and all of them are copied. */
  static void awaitReplicating(ReplicatorProcess pod, int partitions) {
    await().atMost(FaultClusters.PATIENCE).until(() -> pod.replicating() == partitions);
  }

  /** Waits until a pod says that a partition of the topic is not mirrored, and why. */
  static Failure awaitFailure(ReplicatorProcess pod, TestTopic topic, String reason) {
    await()
        .atMost(FaultClusters.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(failures(pod))
                    .anySatisfy(
                        failure -> {
                          assertThat(failure.topic()).isEqualTo(topic.name());
                          assertThat(failure.reason()).isEqualTo(reason);
                        }));
    return failures(pod).stream()
        .filter(f -> f.topic().equals(topic.name()))
        .findFirst()
        .orElseThrow();
  }

  static List<Failure> failures(ReplicatorProcess pod) {
    return pod.status().map(ReplicatorStatus::failures).orElse(List.of());
  }

  @Override
  public void close() {
    pods.forEach(ReplicatorProcess::close);
  }
}
