package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.network.FreePort;
import dev.kafkamirror.local.network.Link;
import dev.kafkamirror.local.pki.CertificateAuthority;
import dev.kafkamirror.local.pki.Identity;
import dev.kafkamirror.local.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka cluster of real brokers on this machine, each a process of its own, with data in a
 * temporary directory. {@code try (var east = KafkaCluster.builder("east").start()) { … }}: after
 * {@code start()} it answers, after {@code close()} nothing of it is left. A node keeps its ports
 * over a restart, unless it is moved.
 */
public final class KafkaCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCluster.class);
  private static final Duration START_DEADLINE = Duration.ofMinutes(3);

  private final KafkaClusterSpec spec;
  private final ClusterDirectory directory;
  private final CertificateAuthority authority;
  private final SortedMap<Integer, KafkaNode> nodes = new TreeMap<>();
  private final SortedMap<Integer, NodeListeners> listeners = new TreeMap<>();

  // Ports are chosen on the host also for another network space, where they are as likely to be
  // free.
  private final int controllerPort = FreePort.next();
  private ChildProcess zooKeeper;

  private KafkaCluster(KafkaClusterSpec spec) {
    this.spec = spec;
    this.authority = spec.encrypted() ? new CertificateAuthority(spec.name() + "-ca") : null;
    this.directory = ClusterDirectory.create(spec.directory(), spec.name());
  }

  /** A cluster of one plaintext broker, unless told otherwise. */
  public static KafkaClusterBuilder builder(String name) {
    return new KafkaClusterBuilder(name);
  }

  static KafkaCluster start(KafkaClusterSpec spec) {
    KafkaCluster cluster = new KafkaCluster(spec);
    try {
      cluster.configure();
      cluster.nodes.values().forEach(KafkaNode::start);
      cluster.awaitBrokers();
      return cluster;
    } catch (RuntimeException e) {
      cluster.killAll();
      cluster.directory.keep();
      throw new IllegalStateException(
          "Kafka cluster "
              + spec.name()
              + " did not start; its logs are kept in "
              + cluster.directory(),
          e);
    }
  }

  /** Bootstrap servers of the plaintext listener. */
  public String bootstrapServers() {
    return bootstrapServers(ListenerKind.PLAINTEXT);
  }

  /** Bootstrap servers of a listener, {@code host:port,…}. */
  public String bootstrapServers(ListenerKind kind) {
    return listeners.values().stream()
        .filter(broker -> broker.kinds().contains(kind))
        .map(broker -> broker.advertised(kind))
        .collect(Collectors.joining(","));
  }

  /** Client properties for the plaintext listener. */
  public Map<String, Object> clientConfig() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /**
   * Client properties for a SASL listener.
   *
   * @param mechanism PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
   */
  public Map<String, Object> saslClientConfig(
      ListenerKind kind, String mechanism, String user, String password) {
    Map<String, Object> config = secureClientConfig(kind);
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    config.put("sasl.mechanism", mechanism);
    config.put(
        "sasl.jaas.config",
        module + " required username=\"" + user + "\" password=\"" + password + "\";");
    return config;
  }

  /** Client properties for an encrypted listener, without a client certificate. */
  public Map<String, Object> secureClientConfig(ListenerKind kind) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("bootstrap.servers", bootstrapServers(kind));
    config.put("security.protocol", kind.securityProtocol());
    if (kind.encrypted()) {
      config.put("ssl.truststore.type", "PEM");
      config.put("ssl.truststore.certificates", caPem());
    }
    return config;
  }

  /** The certificate of the authority that signed the brokers' certificates. */
  public String caPem() {
    return authority.certificatePem();
  }

  /**
   * A certificate that {@link ListenerKind#MUTUAL_TLS} accepts; the principal is {@code
   * User:CN=<name>}.
   */
  public Identity clientCertificate(String name) {
    return authority.client("CN=" + name);
  }

  /** An admin client on the plaintext listener, thus with every right. The caller closes it. */
  public Admin admin() {
    return Admin.create(clientConfig());
  }

  /** Ids of all brokers, running or not. */
  public List<Integer> brokerIds() {
    return List.copyOf(listeners.keySet());
  }

  public boolean isRunning(int broker) {
    return nodes.get(broker).isRunning();
  }

  public long pid(int broker) {
    return nodes.get(broker).pid();
  }

  /** The way through which clients of listener PROXIED reach a broker. */
  public Link link(int broker) {
    return listeners.get(broker).link();
  }

  /** Client properties for a listener without encryption and authentication. */
  public Map<String, Object> clientConfig(ListenerKind kind) {
    return Map.of("bootstrap.servers", bootstrapServers(kind));
  }

  /** Stops a broker in order (SIGTERM, controlled shutdown). */
  public void stopBroker(int broker) {
    nodes.get(broker).stop();
  }

  /** SIGKILL. */
  public void killBroker(int broker) {
    nodes.get(broker).kill();
  }

  /**
   * Starts a stopped or killed broker again on its old ports and data, and waits until it is back.
   */
  public void startBroker(int broker) {
    nodes.get(broker).start();
    awaitBrokers();
  }

  /**
   * Starts a stopped or killed broker again on its old data and new ports, and waits until it is
   * back: for clients it is at another address, and the bootstrap servers are others.
   */
  public void moveBroker(int broker) {
    Link old = listeners.get(broker).link();
    if (old != null) {
      old.close();
    }
    place(broker, nodes.get(broker));
    startBroker(broker);
  }

  /** Where data and logs are. */
  public Path directory() {
    return directory.path();
  }

  @Override
  public void close() {
    killAll();
    directory.delete();
  }

  private void killAll() {
    listeners.values().stream()
        .map(NodeListeners::link)
        .filter(Objects::nonNull)
        .forEach(Link::close);
    nodes.values().parallelStream().forEach(KafkaNode::kill);
    if (zooKeeper != null) {
      zooKeeper.kill();
    }
  }

  private void configure() {
    if (spec.zooKeeper()) {
      zooKeeper = ZooKeeper.start(spec.program(), spec.space(), controllerPort, directory());
    }
    for (int id = 0; id < spec.brokers(); id++) {
      KafkaNode node = addNode("broker-" + id, id);
      place(id, node);
      format(node);
    }
    if (spec.separateController()) {
      KafkaNode node = addNode("controller", spec.controllerId());
      configure(spec.controllerId(), node, NodeListeners.none(spec.space().address()), null);
      format(node);
    }
  }

  /** Gives a broker ports, and a certificate if need be. */
  private void place(int id, KafkaNode node) {
    NodeListeners own = listenersOf(id);
    listeners.put(id, own);
    Identity tls =
        authority == null ? null : authority.server(spec.name() + "-" + id, certificateNames());
    configure(id, node, own, tls);
  }

  private void configure(int id, KafkaNode node, NodeListeners clients, Identity tls) {
    String caPem = authority == null ? null : caPem();
    node.configure(NodeProperties.of(spec, id, controllerPort, clients, node.data(), tls, caPem));
  }

  private NodeListeners listenersOf(int broker) {
    String host = spec.space().address();
    Map<ListenerKind, Integer> ports = new EnumMap<>(ListenerKind.class);
    spec.listeners().forEach(kind -> ports.put(kind, FreePort.next()));
    Link link = null;
    if (ports.containsKey(ListenerKind.PROXIED)) {
      String server = host + ":" + ports.get(ListenerKind.PROXIED);
      link = spec.proxies().link(directory().getFileName() + "-" + broker, server);
    }
    return new NodeListeners(host, ports, link);
  }

  private List<String> certificateNames() {
    List<String> names = new ArrayList<>(spec.hostnames());
    names.add(spec.space().address());
    return names;
  }

  private KafkaNode addNode(String role, int id) {
    KafkaNode node =
        new KafkaNode(
            spec.name() + "-" + role,
            directory().resolve(role),
            spec.space(),
            spec.program(),
            spec.jvmOptions());
    nodes.put(id, node);
    return node;
  }

  private void format(KafkaNode node) {
    if (!spec.zooKeeper()) {
      StorageFormat.format(spec.program(), node.configuration(), clusterId(), spec.users());
    }
  }

  /**
   * Stable for a name, so that a cluster is recognisable in logs; 22 characters as Kafka's ids are.
   */
  private String clusterId() {
    return StorageFormat.clusterId(directory().getFileName().toString());
  }

  /** Returns when every broker that should run is registered and answers. */
  private void awaitBrokers() {
    List<Integer> expected = brokerIds().stream().filter(id -> nodes.get(id).isRunning()).toList();
    ClusterReadiness.await(clientConfig(), expected, this::diedNode, START_DEADLINE);
    LOG.atInfo().addKeyValue("bootstrap", bootstrapServers()).log("Kafka {} is up", spec.name());
  }

  /** The log of a node that ended by itself, null when there is none. */
  private Path diedNode() {
    List<KafkaNode> started = new ArrayList<>(nodes.values());
    return started.stream()
        .filter(KafkaNode::endedByItself)
        .map(KafkaNode::log)
        .findFirst()
        .orElse(null);
  }
}
