package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.AbortedTransaction;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * Reads from the leaders of a cluster: whole batches and offsets. Fetches on further connections to
 * a broker ({@link #lane}) are in sessions (KIP-227), on its first one without: they are few.
 */
public final class SourceConnection extends ClusterConnection {
  private static final int IN_FLIGHT = 5;

  private final AbstractConfig config;
  private final Map<Integer, FetchSession> sessions = new HashMap<>();

  /**
   * @throws org.apache.kafka.common.KafkaException if the properties are no good, or no bootstrap
   *     server has an address now
   */
  public SourceConnection(ClientSettings settings, String clientId) {
    this(settings.alias(), ConnectionConfig.consumer(settings, clientId));
  }

  private SourceConnection(String alias, AbstractConfig config) {
    super(alias, config, "mirror-source", IN_FLIGHT);
    this.config = config;
  }

  /** What to fetch of one partition. */
  public record Wanted(Leader leader, long offset, int lastEpoch, int maxBytes) {}

  /**
   * What is the same for all partitions of a fetch.
   *
   * @param maxWaitMs how long the broker may wait for records
   * @param maxBytes most bytes of the response; one larger batch still comes through
   * @param readCommitted whether records of open and aborted transactions are left out
   * @param rack where we are, so that the leader can name a replica nearby (KIP-392); empty for
   *     none
   */
  public record FetchOptions(int maxWaitMs, int maxBytes, boolean readCommitted, String rack) {}

  /** Most bytes of one partition in a response, as the user's properties have it. */
  public int maxPartitionBytes() {
    return config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG);
  }

  /** Longest wait of a fetch with nothing to give, ms, as the user's properties have it. */
  public int maxWaitMs() {
    return config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
  }

  /**
   * Wants a partition in every fetch from a broker from now on. To be said again when the offset or
   * anything else is to be different.
   */
  public void want(Node node, TopicPartition partition, Wanted wanted) {
    session(node).want(partition, data(wanted));
  }

  /** Leaves a partition out of the fetches from a broker. */
  public void leaveOut(Node node, TopicPartition partition) {
    session(node).forget(partition);
  }

  /** Lets the next answer of a broker say something about every partition, news or not. */
  public void renewSession(Node node) {
    session(node).renew();
  }

  private FetchSession session(Node node) {
    return sessions.computeIfAbsent(node.id(), _ -> new FetchSession(isLane(node)));
  }

  /**
   * Fetches from a ready broker what is wanted of it. Of one broker one fetch at a time: a session
   * has an order. Partitions that are wanted otherwise, or no more, when the answer comes are not
   * in the result.
   *
   * @param how what is the same for all partitions of the fetch
   */
  public void fetch(Node node, FetchOptions how, Consumer<FetchResult> onResult) {
    FetchSession session = session(node);
    IsolationLevel isolation = isolation(how.readCommitted());
    send(
        node,
        session
            .request(how.maxWaitMs())
            .isolationLevel(isolation)
            .rackId(how.rack())
            .setMaxBytes(how.maxBytes()),
        response -> onResult.accept(result(session, response, isolation)));
  }

  private static FetchRequest.PartitionData data(Wanted want) {
    return new FetchRequest.PartitionData(
        want.leader().topicId(),
        want.offset(),
        FetchRequest.INVALID_LOG_START_OFFSET,
        want.maxBytes(),
        epoch(want.leader().epoch()),
        epoch(want.lastEpoch()));
  }

  private static Optional<Integer> epoch(int epoch) {
    return epoch < 0 ? Optional.empty() : Optional.of(epoch);
  }

  private FetchResult result(
      FetchSession session, ClientResponse response, IsolationLevel isolation) {
    ApiException failure = failure(response);
    if (failure != null) {
      session.renew();
      return new FetchResult(failure, List.of(), response.requestLatencyMs(), 0);
    }
    FetchResponse fetched = (FetchResponse) response.responseBody();
    ApiException error = fetched.error().exception();
    if (error != null) {
      refresh();
    }
    List<FetchResult.Partition> partitions = new ArrayList<>();
    session
        .answer(fetched, response.requestHeader().apiVersion())
        .forEach((partition, data) -> partitions.add(partition(partition, data, isolation)));
    return new FetchResult(
        error, partitions, response.requestLatencyMs(), fetched.throttleTimeMs());
  }

  private FetchResult.Partition partition(
      TopicPartition partition, FetchResponseData.PartitionData data, IsolationLevel isolation) {
    List<AbortedTransaction> aborted = new ArrayList<>();
    if (data.abortedTransactions() != null && isolation == IsolationLevel.READ_COMMITTED) {
      data.abortedTransactions()
          .forEach(t -> aborted.add(new AbortedTransaction(t.producerId(), t.firstOffset())));
    }
    boolean stable =
        isolation == IsolationLevel.READ_COMMITTED
            && data.lastStableOffset() != FetchResponse.INVALID_LAST_STABLE_OFFSET;
    MemoryRecords records = (MemoryRecords) FetchResponse.recordsOrFail(data);
    return new FetchResult.Partition(
        partition,
        Errors.forCode(data.errorCode()).exception(),
        stable ? data.lastStableOffset() : data.highWatermark(),
        FetchResponse.divergingEpoch(data).map(e -> e.endOffset()).orElse(-1L),
        FetchResponse.preferredReadReplica(data).orElse(-1),
        aborted,
        records.buffer());
  }

  /** First offset that a partition still has; see {@link #listOffsets}. */
  public static final long EARLIEST = ListOffsetsRequest.EARLIEST_TIMESTAMP;

  /** Offset after a partition's last record; see {@link #listOffsets}. */
  public static final long LATEST = ListOffsetsRequest.LATEST_TIMESTAMP;

  /**
   * Asks a ready broker for offsets of partitions that it leads.
   *
   * @param which {@link #EARLIEST} or {@link #LATEST} (the high watermark)
   */
  public void listOffsets(
      Node node,
      Map<TopicPartition, Leader> partitions,
      long which,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    OffsetQuery.send(this, node, OffsetQuery.ofConsumer(), partitions, which, onResult);
  }

  /**
   * Asks a ready broker where the logs end that it leads: their last stable offsets, or their high
   * watermarks.
   *
   * @param committed whether only what is committed counts, as in {@link FetchOptions}
   */
  public void listEnds(
      Node node,
      Map<TopicPartition, Leader> partitions,
      boolean committed,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    OffsetQuery.send(
        this, node, OffsetQuery.ofConsumer(isolation(committed)), partitions, LATEST, onResult);
  }

  private static IsolationLevel isolation(boolean committed) {
    return committed ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
  }

  @Override
  int requestTimeoutMs() {
    return config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
  }
}
