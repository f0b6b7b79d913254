package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsException;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Our engine, {@code replicator run}, with the settings that a user would write.
 *
 * @param tasks {@code tasksMax}; empty leaves it to the engine
 * @param jvmOptions none for the JVM's own choice
 */
public record Ours(Optional<Integer> tasks, List<String> jvmOptions) implements SystemUnderTest {
  private static final String SETTINGS = "mirror.yaml";
  private static final String SECRETS = "secrets";

  /** With every setting at its default. */
  public static Ours byDefault() {
    return new Ours(Optional.empty(), List.of());
  }

  public static Ours withTasks(int tasks) {
    return new Ours(Optional.of(tasks), List.of());
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public RunningSystem start(Flow flow) {
    JavaProcess.write(
        flow.directory().resolve(SECRETS).resolve("source"), "ca.pem", pem(flow.source()));
    JavaProcess.write(
        flow.directory().resolve(SECRETS).resolve("target"), "ca.pem", pem(flow.target()));
    Path settings = JavaProcess.write(flow.directory(), SETTINGS, settings(flow));
    String pod = "pod-" + UUID.randomUUID().toString().substring(0, 8);
    return JavaProcess.start(
        "replicator",
        "dev.kafkamirror.replicator.cli.ReplicatorCommand",
        jvmOptions,
        List.of(
            "run",
            "--config",
            settings.toString(),
            "--secrets",
            flow.directory().resolve(SECRETS).toString(),
            "--http-port",
            "0"),
        Map.of("POD_NAME", pod),
        flow.directory().resolve(pod + ".log"));
  }

  /** The settings of a flow that was started. */
  static FlowSettings loaded(Flow flow) {
    try {
      return new SettingsFiles(
              flow.directory().resolve(SETTINGS), flow.directory().resolve(SECRETS))
          .load();
    } catch (SettingsException e) {
      throw new IllegalStateException("the engine refuses its settings", e);
    }
  }

  String settings(Flow flow) {
    return """
    apiVersion: kafkamirror.dev/v1alpha1
    kind: KafkaMirror
    metadata:
      name: benchmark
    spec:
      source:
        alias: %s
        bootstrapServers: ["%s"]%s
      target:
        alias: target
        bootstrapServers: ["%s"]%s
      topics:
        include: [{prefix: "%s"}]
    %s\
    """
        .formatted(
            flow.alias(),
            flow.source().bootstrapServers().replace(",", "\", \""),
            tls(flow.source(), "source"),
            flow.target().bootstrapServers().replace(",", "\", \""),
            tls(flow.target(), "target"),
            flow.topicPrefix(),
            tasks.map(n -> "  tasksMax: " + n + "\n").orElse(""));
  }

  private static String tls(Endpoint endpoint, String secret) {
    return endpoint.encrypted()
        ? "\n    tls: {trustedCertificates: [{name: " + secret + ", key: ca.pem}]}"
        : "";
  }

  private static String pem(Endpoint endpoint) {
    return endpoint.encrypted() ? endpoint.caPem() : "";
  }
}
