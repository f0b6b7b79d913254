package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;

/**
 * The broker that knows the producer id and epoch of one transactional id. Looked up when it is
 * needed, and again after an answer that says that it is another one. Belongs to the connection's
 * thread.
 */
public final class TransactionCoordinator {
  /**
   * After so long the coordinator itself aborts a transaction whose opener is gone; until then it
   * holds up readers under read_committed. Ours last for milliseconds.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final long LOOK_AGAIN_MS = 50;
  private static final long IDLE_MS = 1_000;

  private final ClusterConnection connection;
  private final String transactionalId;
  private Node node;
  private boolean looking;

  public TransactionCoordinator(TargetConnection connection, String transactionalId) {
    this.connection = connection;
    this.transactionalId = transactionalId;
  }

  /**
   * Whether a request can be sent now. If not, does what comes next to get there: looks the
   * coordinator up, or connects to it.
   *
   * @param onFailure told why it could not be looked up
   */
  public boolean ready(Consumer<ApiException> onFailure) {
    if (node != null) {
      return connection.ready(node);
    }
    if (!looking) {
      connection.anyReady().ifPresent(any -> look(any, onFailure));
    }
    return false;
  }

  /** How long to wait for a network event at most before {@link #ready} is tried again, ms. */
  public long delayMs() {
    if (node != null) {
      return connection.delayMs(node);
    }
    return looking ? IDLE_MS : LOOK_AGAIN_MS;
  }

  private void look(Node any, Consumer<ApiException> onFailure) {
    looking = true;
    FindCoordinatorRequestData data =
        new FindCoordinatorRequestData()
            .setKeyType(CoordinatorType.TRANSACTION.id())
            .setKey(transactionalId);
    connection.send(
        any,
        new FindCoordinatorRequest.Builder(data),
        response -> {
          looking = false;
          ApiException failure = ClusterConnection.failure(response);
          if (failure == null) {
            failure = found((FindCoordinatorResponse) response.responseBody());
          }
          if (failure != null) {
            onFailure.accept(failure);
          }
        });
  }

  private ApiException found(FindCoordinatorResponse response) {
    Coordinator coordinator = response.coordinatorByKey(transactionalId).orElse(null);
    if (coordinator == null) {
      return Errors.COORDINATOR_NOT_AVAILABLE.exception();
    }
    Errors error = Errors.forCode(coordinator.errorCode());
    if (error == Errors.NONE) {
      node = new Node(coordinator.nodeId(), coordinator.host(), coordinator.port());
    }
    return error.exception();
  }

  /**
   * Asks for the producer id with its next epoch. Only when {@link #ready}.
   *
   * @param current what the asker has and wants renewed: refused with {@link
   *     org.apache.kafka.common.errors.ProducerFencedException} or {@link
   *     org.apache.kafka.common.errors.InvalidProducerEpochException} when somebody else was given
   *     a later epoch (KIP-360); null for whoever starts, who is never refused
   */
  public void initProducerId(
      ProducerIdentity current, BiConsumer<ProducerIdentity, ApiException> onResult) {
    InitProducerIdRequestData data =
        new InitProducerIdRequestData()
            .setTransactionalId(transactionalId)
            .setTransactionTimeoutMs(TRANSACTION_TIMEOUT_MS)
            .setProducerId(current == null ? RecordBatch.NO_PRODUCER_ID : current.id())
            .setProducerEpoch(current == null ? RecordBatch.NO_PRODUCER_EPOCH : current.epoch());
    connection.send(
        node,
        new InitProducerIdRequest.Builder(data),
        response -> identity(response, (id, error) -> onResult.accept(id, judged(error))));
  }

  /** Reads an answer to InitProducerId, of a coordinator or of any broker. */
  static void identity(
      ClientResponse response, BiConsumer<ProducerIdentity, ApiException> onResult) {
    ApiException failure = ClusterConnection.failure(response);
    if (failure != null) {
      onResult.accept(null, failure);
      return;
    }
    InitProducerIdResponseData data = ((InitProducerIdResponse) response.responseBody()).data();
    ApiException error = Errors.forCode(data.errorCode()).exception();
    onResult.accept(
        error == null ? new ProducerIdentity(data.producerId(), data.producerEpoch()) : null,
        error);
  }

  /**
   * Begins a transaction in all of these partitions, or in none. Only when {@link #ready}.
   *
   * @param onResult the partitions that were not added and why; empty when all were
   */
  public void addPartitions(
      ProducerIdentity identity,
      Collection<TopicPartition> partitions,
      Consumer<Map<TopicPartition, ApiException>> onResult) {
    connection.send(
        node,
        AddPartitionsToTxnRequest.Builder.forClient(
            transactionalId, identity.id(), identity.epoch(), List.copyOf(partitions)),
        response -> onResult.accept(notAdded(partitions, response)));
  }

  private Map<TopicPartition, ApiException> notAdded(
      Collection<TopicPartition> partitions, ClientResponse response) {
    Map<TopicPartition, ApiException> errors = new HashMap<>();
    ApiException failure = judged(ClusterConnection.failure(response));
    if (failure != null) {
      partitions.forEach(p -> errors.put(p, failure));
      return errors;
    }
    for (AddPartitionsToTxnTopicResult topic :
        ((AddPartitionsToTxnResponse) response.responseBody()).data().resultsByTopicV3AndBelow()) {
      for (AddPartitionsToTxnPartitionResult partition : topic.resultsByPartition()) {
        Errors error = Errors.forCode(partition.partitionErrorCode());
        if (error != Errors.NONE) {
          errors.put(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              judged(error.exception()));
        }
      }
    }
    return errors;
  }

  /**
   * Aborts the transaction: the coordinator writes a marker with this epoch into each of its
   * partitions, after it has answered. Only when {@link #ready}.
   *
   * @param onResult told null when the coordinator is going to
   */
  public void abort(ProducerIdentity identity, Consumer<ApiException> onResult) {
    EndTxnRequestData data =
        new EndTxnRequestData()
            .setTransactionalId(transactionalId)
            .setProducerId(identity.id())
            .setProducerEpoch(identity.epoch())
            .setCommitted(false);
    connection.send(
        node,
        new EndTxnRequest.Builder(data, false),
        response -> {
          ApiException failure = ClusterConnection.failure(response);
          onResult.accept(
              judged(
                  failure != null
                      ? failure
                      : ((EndTxnResponse) response.responseBody()).error().exception()));
        });
  }

  /** Another broker may be the coordinator after this error. */
  private ApiException judged(ApiException error) {
    if (error instanceof NotCoordinatorException
        || error instanceof CoordinatorNotAvailableException
        || error instanceof DisconnectException) {
      node = null;
    }
    return error;
  }
}
