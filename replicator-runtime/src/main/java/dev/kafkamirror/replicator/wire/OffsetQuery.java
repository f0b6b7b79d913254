package dev.kafkamirror.replicator.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/** Asks leaders where the logs of their partitions begin and end. */
final class OffsetQuery {
  private OffsetQuery() {}

  /** As a consumer: ends are high watermarks. */
  static ListOffsetsRequest.Builder ofConsumer() {
    return ListOffsetsRequest.Builder.forConsumer(true, IsolationLevel.READ_UNCOMMITTED);
  }

  /** As a consumer of its isolation level: ends are last stable offsets under read_committed. */
  static ListOffsetsRequest.Builder ofConsumer(IsolationLevel isolation) {
    return ListOffsetsRequest.Builder.forConsumer(false, isolation);
  }

  /** With the end of the leader's own log, also where its followers have not got so far. */
  static ListOffsetsRequest.Builder ofLog() {
    return ListOffsetsRequest.Builder.forReplica(
        ApiKeys.LIST_OFFSETS.latestVersion(), ListOffsetsRequest.DEBUGGING_REPLICA_ID);
  }

  static void send(
      ClusterConnection connection,
      Node node,
      ListOffsetsRequest.Builder builder,
      Map<TopicPartition, Leader> partitions,
      long timestamp,
      Consumer<Map<TopicPartition, PartitionOffset>> onResult) {
    Map<TopicPartition, ListOffsetsPartition> request = new HashMap<>();
    partitions.forEach(
        (partition, leader) ->
            request.put(
                partition,
                new ListOffsetsPartition()
                    .setPartitionIndex(partition.partition())
                    .setCurrentLeaderEpoch(leader.epoch())
                    .setTimestamp(timestamp)));
    connection.send(
        node,
        builder.setTargetTimes(ListOffsetsRequest.toListOffsetsTopics(request)),
        response -> onResult.accept(offsets(partitions, response)));
  }

  private static Map<TopicPartition, PartitionOffset> offsets(
      Map<TopicPartition, Leader> asked, ClientResponse response) {
    Map<TopicPartition, PartitionOffset> offsets = new HashMap<>();
    ApiException failure = ClusterConnection.failure(response);
    if (failure != null) {
      asked.keySet().forEach(p -> offsets.put(p, new PartitionOffset(-1, failure)));
      return offsets;
    }
    for (ListOffsetsTopicResponse topic :
        ((ListOffsetsResponse) response.responseBody()).topics()) {
      for (ListOffsetsPartitionResponse partition : topic.partitions()) {
        offsets.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new PartitionOffset(
                partition.offset(), Errors.forCode(partition.errorCode()).exception()));
      }
    }
    return offsets;
  }
}
