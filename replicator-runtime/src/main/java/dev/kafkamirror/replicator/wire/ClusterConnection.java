package dev.kafkamirror.replicator.wire;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Connections to the brokers of one cluster for one thread: only {@link #wakeup()} and {@link
 * #networkUse()} may be called from others. Requests go out and answers come in during {@link
 * #poll}; what was passed along with a request runs at its end, in the order of the answers.
 */
public abstract sealed class ClusterConnection implements AutoCloseable
    permits SourceConnection, TargetConnection {
  /** Most connections to one broker. */
  public static final int MOST_LANES = 4;

  private static final int IDS_PER_LANE = 1 << 29;

  private final String alias;
  private final Time time = Time.SYSTEM;
  private final Metrics metrics = new Metrics(time);
  private final TopicMetadata metadata;
  private final NetworkClient client;
  private final Queue<Runnable> completed = new ArrayDeque<>();
  private final String bootstrap;
  private final String metricsGroup;

  /**
   * @throws KafkaException if the properties are no good, or no bootstrap server has an address now
   */
  ClusterConnection(String alias, AbstractConfig config, String group, int inFlight) {
    this.alias = alias;
    this.metricsGroup = group + "-metrics";
    LogContext logs =
        new LogContext("[" + config.getString(CommonClientConfigs.CLIENT_ID_CONFIG) + "] ");
    this.bootstrap = String.join(",", config.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    this.metadata = new TopicMetadata(config, logs, time);
    metadata.bootstrap(ClientUtils.parseAndValidateAddresses(config));
    this.client =
        ClientUtils.createNetworkClient(
            config, metrics, group, logs, new ApiVersions(), time, inFlight, metadata, null, null);
  }

  /** Sets the topics whose leaders are wanted from now on. */
  public void watch(Collection<String> topics) {
    metadata.watch(topics);
  }

  /** The partition's leader; empty while it is not known. Then {@link #refresh()} is due. */
  public Optional<Leader> leader(TopicPartition partition) {
    return metadata.leader(partition);
  }

  /** A broker by its id; empty when there is none now. */
  public Optional<Node> broker(int id) {
    return Optional.ofNullable(metadata.fetch().nodeById(id));
  }

  /** How many partitions a topic has; 0 when that is not known. */
  public int partitions(String topic) {
    Integer number = metadata.fetch().partitionCountForTopic(topic);
    return number == null ? 0 : number;
  }

  /** Why the brokers told nothing about a topic, when they last did. */
  public Optional<ApiException> topicError(String topic) {
    return metadata.topicError(topic);
  }

  /** Changes with everything that {@link #leader} and {@link #topicError} may answer. */
  public int metadataVersion() {
    return metadata.updateVersion();
  }

  /**
   * One of several connections to a broker, to be used as if it were a broker of its own.
   *
   * @param number up to {@link #MOST_LANES}; 0 is the one that every broker has
   */
  public static Node lane(Node broker, int number) {
    if (number == 0 || broker.id() >= IDS_PER_LANE) {
      return broker;
    }
    // Only a name for the network client, as consumers name coordinators.
    int id = Integer.MAX_VALUE - (number - 1) * IDS_PER_LANE - broker.id();
    return new Node(id, broker.host(), broker.port(), broker.rack());
  }

  /** Whether this is one of several connections; so is a broker that can have no others. */
  static boolean isLane(Node node) {
    return node.id() >= IDS_PER_LANE;
  }

  /** Says that leaders changed or are missing. Asked for again with back-off, during poll. */
  public void refresh() {
    metadata.requestUpdate(false);
  }

  /** Whether a request can go to the broker now; connects to it where that is missing. */
  public boolean ready(Node node) {
    return client.ready(node, time.milliseconds());
  }

  /** Requests that the broker has not answered yet. */
  public int inFlight(Node node) {
    return client.inFlightRequestCount(node.idString());
  }

  /**
   * How long a broker that is not ready cannot become ready, ms: reconnect back-off or throttling.
   * A very large number when only a network event can change that.
   */
  public long delayMs(Node node) {
    return client.pollDelayMs(node, time.milliseconds());
  }

  /**
   * Sends and receives; waits for network events, for {@link #wakeup()} or for the given time, and
   * runs what is complete.
   */
  public void poll(long timeoutMs) {
    client.poll(timeoutMs, time.milliseconds());
    for (Runnable next = completed.poll(); next != null; next = completed.poll()) {
      next.run();
    }
  }

  /** Ends the wait in {@link #poll}, or the next one. */
  public void wakeup() {
    client.wakeup();
  }

  /** How it uses the network. Any thread may ask. */
  public NetworkUse networkUse() {
    return new NetworkUse(
        client.inFlightRequestCount(),
        measured("io-ratio"),
        measured("io-wait-ratio"),
        measured("io-wait-time-ns-total"));
  }

  private double measured(String name) {
    KafkaMetric metric = metrics.metric(metrics.metricName(name, metricsGroup));
    // A closed connection measures nothing any more.
    return metric == null ? Double.NaN : (double) metric.metricValue();
  }

  /** Why the cluster cannot be used; empty when it answered last time. */
  public Optional<Throwable> error() {
    Optional<KafkaException> fatal = metadata.fatal();
    if (fatal.isPresent()) {
      return Optional.of(fatal.get());
    }
    return metadata.failures() == 0
        ? Optional.empty()
        : Optional.of(
            new DisconnectException(
                "No broker of %s answers; bootstrap servers %s".formatted(alias, bootstrap)));
  }

  @Override
  public void close() {
    client.close();
    metrics.close();
  }

  TopicMetadata metadata() {
    return metadata;
  }

  /** Any broker that can take a request now. */
  Optional<Node> anyReady() {
    Node node = client.leastLoadedNode(time.milliseconds()).node();
    return Optional.ofNullable(node).filter(this::ready);
  }

  void send(Node node, AbstractRequest.Builder<?> request, Consumer<ClientResponse> onResponse) {
    long now = time.milliseconds();
    int timeoutMs = requestTimeoutMs();
    client.send(
        client.newClientRequest(
            node.idString(),
            request,
            now,
            true,
            timeoutMs,
            // Not run here: NetworkClient would only log what it throws.
            response -> completed.add(() -> onResponse.accept(response))),
        now);
  }

  abstract int requestTimeoutMs();

  /** Why there is no body in a response; null when there is one. */
  static ApiException failure(ClientResponse response) {
    if (response.authenticationException() != null) {
      return response.authenticationException();
    }
    if (response.versionMismatch() != null) {
      return response.versionMismatch();
    }
    return response.hasResponse()
        ? null
        : new DisconnectException("Connection to broker " + response.destination() + " was lost");
  }
}
