package dev.kafkamirror.replicator.testkit;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A settings file and a secrets directory, replaced as atomically as a kubelet does. */
public final class MirrorFiles {
  public static final String USER = "mirror";
  public static final String PASSWORD = "correct-horse battery";

  private final Path directory;

  public MirrorFiles(Path directory) {
    this.directory = directory;
  }

  public Path settings() {
    return directory.resolve("settings.yaml");
  }

  public Path secrets() {
    return directory.resolve("secrets");
  }

  public SettingsFiles open() {
    return new SettingsFiles(settings(), secrets());
  }

  public void write(String yaml) throws IOException {
    replace(settings(), yaml);
  }

  public void secret(String name, String key, String value) throws IOException {
    replace(Files.createDirectories(secrets().resolve(name)).resolve(key), value);
  }

  /** A mirror of the topics with a prefix, over SCRAM and TLS on both sides. */
  public String secureMirror(String name, KafkaCluster source, KafkaCluster target, String prefix)
      throws IOException {
    secret("east-ca", "ca.crt", source.caPem());
    secret("west-ca", "ca.crt", target.caPem());
    secret("east-user", "password", PASSWORD + "\n");
    secret("west-user", "password", PASSWORD + "\n");
    return """
    apiVersion: kafkamirror.dev/v1alpha1
    kind: KafkaMirror
    metadata: {name: %s}
    spec:
      source:
        alias: east
        bootstrapServers: ["%s"]
        tls: {trustedCertificates: [{name: east-ca, key: ca.crt}]}
        authentication: {type: ScramSha512, username: mirror, passwordRef: {name: east-user, key: password}}
      target:
        alias: west
        bootstrapServers: ["%s"]
        tls: {trustedCertificates: [{name: west-ca, key: ca.crt}]}
        authentication: {type: ScramSha256, username: mirror, passwordRef: {name: west-user, key: password}}
      topics: {include: [{prefix: %s}], replicationFactor: 1}
    """
        .formatted(
            name,
            source.bootstrapServers(ListenerKind.SASL_TLS),
            target.bootstrapServers(ListenerKind.SASL_TLS),
            prefix);
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling("." + file.getFileName() + ".next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
