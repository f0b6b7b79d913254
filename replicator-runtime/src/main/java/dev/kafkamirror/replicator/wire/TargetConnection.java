package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.OffsetNotAvailableException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/** Writes batches to the leaders of a cluster, with acks=all. */
public final class TargetConnection extends ClusterConnection {
  /**
   * More than the five of kafka-clients' producers, who need them to be among the last five that a
   * leader remembers so that a repeated one is told. Here a failure is settled by the log's end,
   * and the order is kept by the sequences however many there are.
   */
  private static final int IN_FLIGHT = 100;

  private static final short ALL = -1;

  /** Produce versions from this on name topics by id only (KIP-516). */
  private static final short FIRST_WITH_TOPIC_IDS = 13;

  private final AbstractConfig config;

  /**
   * @throws org.apache.kafka.common.KafkaException if the properties are no good, or no bootstrap
   *     server has an address now
   */
  public TargetConnection(ClientSettings settings, String clientId) {
    this(settings.alias(), ConnectionConfig.producer(settings, clientId));
  }

  private TargetConnection(String alias, AbstractConfig config) {
    super(alias, config, "mirror-target", IN_FLIGHT);
    this.config = config;
  }

  /**
   * One batch to write.
   *
   * @param batch one whole batch of format 2; must not change until the answer is there
   */
  public record Produced(TopicPartition partition, Uuid topicId, ByteBuffer batch) {}

  /**
   * What became of a batch.
   *
   * @param baseOffset its first offset in the target, -1 when the broker does not know it any more
   * @param error null when it was appended and replicated
   * @param refusedRecords those of its records that the broker refuses by name, counted from 0
   */
  public record Outcome(long baseOffset, ApiException error, List<Integer> refusedRecords) {}

  /**
   * The answer to one request.
   *
   * @param latencyMs from sending the request on
   * @param throttleMs how long the broker's quota wants nothing more to be sent
   */
  public record Answer(Map<TopicPartition, Outcome> outcomes, long latencyMs, int throttleMs) {}

  /** Writes to a ready broker, of each partition at most one batch. */
  public void produce(Node node, List<Produced> batches, Consumer<Answer> onResult) {
    Map<String, TopicProduceData> topics = new HashMap<>();
    Map<Uuid, String> names = new HashMap<>();
    for (Produced produced : batches) {
      String name = produced.partition().topic();
      names.put(produced.topicId(), name);
      topics
          .computeIfAbsent(
              name, n -> new TopicProduceData().setName(n).setTopicId(produced.topicId()))
          .partitionData()
          .add(
              new PartitionProduceData()
                  .setIndex(produced.partition().partition())
                  .setRecords(MemoryRecords.readableRecords(produced.batch().duplicate())));
    }
    ProduceRequestData data =
        new ProduceRequestData().setAcks(ALL).setTimeoutMs(requestTimeoutMs());
    topics.values().forEach(data.topicData()::add);
    short latest =
        names.containsKey(Uuid.ZERO_UUID)
            ? FIRST_WITH_TOPIC_IDS - 1
            : ApiKeys.PRODUCE.latestVersion();
    send(
        node,
        new ProduceRequest.Builder(ApiKeys.PRODUCE.oldestVersion(), latest, data),
        response -> onResult.accept(answer(batches, names, response)));
  }

  private static Answer answer(
      List<Produced> batches, Map<Uuid, String> names, ClientResponse response) {
    Map<TopicPartition, Outcome> outcomes = new HashMap<>();
    ApiException failure = failure(response);
    if (failure != null) {
      batches.forEach(b -> outcomes.put(b.partition(), new Outcome(-1, failure, List.of())));
      return new Answer(outcomes, response.requestLatencyMs(), 0);
    }
    ProduceResponse body = (ProduceResponse) response.responseBody();
    for (TopicProduceResponse topic : body.data().responses()) {
      String name = topic.name().isEmpty() ? names.get(topic.topicId()) : topic.name();
      for (PartitionProduceResponse partition : topic.partitionResponses()) {
        outcomes.put(
            new TopicPartition(name, partition.index()),
            new Outcome(partition.baseOffset(), error(partition), refused(partition)));
      }
    }
    return new Answer(outcomes, response.requestLatencyMs(), body.throttleTimeMs());
  }

  private static List<Integer> refused(PartitionProduceResponse partition) {
    return partition.recordErrors().stream().map(BatchIndexAndErrorMessage::batchIndex).toList();
  }

  private static ApiException error(PartitionProduceResponse partition) {
    Errors error = Errors.forCode(partition.errorCode());
    return error.exception(detail(partition));
  }

  private static String detail(PartitionProduceResponse partition) {
    String message = partition.errorMessage();
    String first =
        partition.recordErrors().isEmpty()
            ? null
            : partition.recordErrors().getFirst().batchIndexErrorMessage();
    if (message == null || first == null) {
      return message == null ? first : message;
    }
    return message + " " + first;
  }

  /**
   * Asks a ready broker where the logs of partitions end that it leads. The answer is an end that
   * stays: where followers have not got as far as the leader, so that it may yet lose records,
   * there is an {@link OffsetNotAvailableException} instead.
   */
  public void endOffsets(
      Node node,
      Map<TopicPartition, Leader> partitions,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    ends(
        node,
        OffsetQuery.ofLog(),
        partitions,
        logEnds -> replicated(node, partitions, logEnds, onResult));
  }

  private void replicated(
      Node node,
      Map<TopicPartition, Leader> partitions,
      Map<TopicPartition, PartitionOffset> logEnds,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    if (!ready(node)) {
      onResult.accept(Map.of());
      return;
    }
    ends(
        node,
        OffsetQuery.ofConsumer(),
        partitions,
        highWatermarks -> {
          Map<TopicPartition, PartitionOffset> agreed = new HashMap<>(logEnds);
          agreed.replaceAll((partition, end) -> agreed(end, highWatermarks.get(partition)));
          onResult.accept(agreed);
        });
  }

  private void ends(
      Node node,
      ListOffsetsRequest.Builder query,
      Map<TopicPartition, Leader> partitions,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    OffsetQuery.send(this, node, query, partitions, ListOffsetsRequest.LATEST_TIMESTAMP, onResult);
  }

  private static PartitionOffset agreed(PartitionOffset logEnd, PartitionOffset highWatermark) {
    if (logEnd.error() != null || highWatermark == null || highWatermark.error() != null) {
      return logEnd.error() != null ? logEnd : highWatermark;
    }
    return logEnd.offset() == highWatermark.offset()
        ? logEnd
        : new PartitionOffset(
            -1,
            new OffsetNotAvailableException(
                "followers have got to offset %d, the leader to %d"
                    .formatted(highWatermark.offset(), logEnd.offset())));
  }

  /** A producer id and its epoch, or why there is none. */
  public record ProducerIdentity(long id, short epoch) {}

  /**
   * Asks for a producer id for plain idempotence, always a new one. One that can be fenced comes
   * from its {@link TransactionCoordinator}.
   *
   * @return false when no broker can take the request now
   */
  public boolean initProducerId(BiConsumer<ProducerIdentity, ApiException> onResult) {
    return anyReady()
        .map(
            node -> {
              send(
                  node,
                  new InitProducerIdRequest.Builder(
                      new InitProducerIdRequestData()
                          .setTransactionalId(null)
                          .setTransactionTimeoutMs(Integer.MAX_VALUE)
                          .setProducerId(RecordBatch.NO_PRODUCER_ID)
                          .setProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH)),
                  response -> TransactionCoordinator.identity(response, onResult));
              return true;
            })
        .orElse(false);
  }

  @Override
  int requestTimeoutMs() {
    return config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
  }
}
