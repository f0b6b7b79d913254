package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/**
 * The answer to one fetch.
 *
 * @param error why there is none, null when there is one; fetch again then
 * @param partitions those that the broker had something to say about
 * @param latencyMs from sending the request on
 * @param throttleMs how long the broker's quota wants nothing more to be sent
 */
public record FetchResult(
    ApiException error, List<Partition> partitions, long latencyMs, int throttleMs) {

  /**
   * What a broker said about one partition.
   *
   * @param error null when there is none
   * @param endOffset last stable offset under read_committed, else high watermark; -1 unknown
   * @param divergesAt where the source's log parts from what was fetched before, -1 when it does
   *     not
   * @param preferredReplica broker to fetch it from instead (KIP-392), -1 for none
   * @param records batches, the last one possibly cut off; a part of the response's buffer
   */
  public record Partition(
      TopicPartition partition,
      ApiException error,
      long endOffset,
      long divergesAt,
      int preferredReplica,
      List<AbortedTransaction> aborted,
      ByteBuffer records) {}
}
