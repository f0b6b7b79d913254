package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.network.Toxiproxy;
import dev.kafkamirror.local.process.NetworkSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a {@link KafkaCluster} is to be like and starts it. */
public final class KafkaClusterBuilder {
  /** Small and quick to start; C1 alone compiles fast and is enough for tests. */
  private static final List<String> SMALL_JVM =
      List.of(
          "-Xms64m",
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto");

  private final String name;
  private final EnumSet<ListenerKind> listeners = EnumSet.of(ListenerKind.PLAINTEXT);
  private final Map<String, String> users = new LinkedHashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private int brokers = 1;
  private boolean authorizer;
  private String version;
  private String messageFormat;
  private Toxiproxy proxies;
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));
  private List<String> jvmOptions = SMALL_JVM;
  private final List<String> hostnames = new ArrayList<>(List.of("localhost"));
  private NetworkSpace space = NetworkSpace.loopback();

  KafkaClusterBuilder(String name) {
    this.name = name;
  }

  public KafkaClusterBuilder brokers(int number) {
    brokers = number;
    return this;
  }

  /**
   * Runs an older version of Kafka, {@code 3.4.1} to {@code 3.9.x}, whose jars come from Maven
   * Central and which runs on a Java 17. Before 3.5 users log in with PLAIN only.
   */
  public KafkaClusterBuilder version(String number) {
    version = number;
    return this;
  }

  /**
   * Keeps records in the format of an old Kafka: of 0.9.0 (magic 0, no timestamps) or of 0.10.2
   * (magic 1, no headers). Needs a {@link #version} of Kafka 3, whose brokers then run with
   * ZooKeeper, and producers without idempotence; topics may choose another format with {@code
   * message.format.version}.
   */
  public KafkaClusterBuilder messageFormat(String ofVersion) {
    messageFormat = ofVersion;
    return this;
  }

  /** Adds a listener to the plaintext one. */
  public KafkaClusterBuilder listener(ListenerKind kind) {
    if (kind == ListenerKind.PROXIED) {
      throw new IllegalArgumentException("call proxied(Toxiproxy)");
    }
    listeners.add(kind);
    return this;
  }

  /** Adds a user for the SASL listeners, valid with PLAIN and both SCRAM mechanisms. */
  public KafkaClusterBuilder user(String user, String password) {
    users.put(user, password);
    return this;
  }

  /** Enforces ACLs on every listener but the plaintext one. */
  public KafkaClusterBuilder authorizer() {
    authorizer = true;
    return this;
  }

  /** Sets a broker property. */
  public KafkaClusterBuilder property(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /** Replaces the brokers' JVM options. */
  public KafkaClusterBuilder jvmOptions(List<String> options) {
    jvmOptions = List.copyOf(options);
    return this;
  }

  /** Adds a name that clients reach the brokers by: their certificates carry it. */
  public KafkaClusterBuilder hostname(String hostname) {
    hostnames.add(hostname);
    return this;
  }

  /** Runs the brokers in another network than the host's loopback. */
  public KafkaClusterBuilder in(NetworkSpace network) {
    space = network;
    return this;
  }

  /**
   * Adds listener {@link ListenerKind#PROXIED}: every broker behind a link of its own ({@link
   * KafkaCluster#link}), whose address it advertises.
   */
  public KafkaClusterBuilder proxied(Toxiproxy by) {
    proxies = by;
    listeners.add(ListenerKind.PROXIED);
    return this;
  }

  /** Keeps data and logs in a new directory below this one instead of the temporary directory. */
  public KafkaClusterBuilder below(Path parent) {
    directory = parent;
    return this;
  }

  /**
   * Starts the cluster and returns when every broker answers.
   *
   * @throws IllegalStateException when it does not come up; the message says where the logs are
   */
  public KafkaCluster start() {
    if (messageFormat != null && (version == null || authorizer)) {
      throw new IllegalArgumentException(
          "an old message format needs a version of Kafka 3 and no authorizer");
    }
    return KafkaCluster.start(
        new KafkaClusterSpec(
            name,
            version == null ? KafkaProgram.ofClassPath() : KafkaProgram.ofVersion(version),
            messageFormat,
            brokers,
            listeners,
            users,
            authorizer,
            properties,
            jvmOptions,
            hostnames,
            space,
            directory,
            proxies));
  }
}
