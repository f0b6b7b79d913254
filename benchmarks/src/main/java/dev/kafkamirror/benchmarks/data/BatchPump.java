package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TargetConnection.Answer;
import dev.kafkamirror.replicator.wire.TargetConnection.Produced;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends ready batches over one connection as fast as the broker takes them: of each partition one
 * in a request, five requests in flight, acks=all. All partitions have one leader.
 */
public final class BatchPump implements AutoCloseable {
  private static final int IN_FLIGHT = 5;
  private static final int POLL_MS = 100;

  private final TargetConnection connection;
  private final List<TopicPartition> partitions;
  private final ReadyBatches batches;
  private final long firstTimestamp;
  private final List<List<ByteBuffer>> buffers = new ArrayList<>();
  private Leader leader;
  private long rounds;
  private int inFlight;

  /**
   * @param firstTimestamp of each partition's first batch, ms, of the next ones one more each; -1
   *     sends batches as they are
   */
  public BatchPump(
      ClientSettings target,
      List<TopicPartition> partitions,
      ReadyBatches batches,
      long firstTimestamp) {
    this.connection = new TargetConnection(target, "pump");
    this.partitions = List.copyOf(partitions);
    this.batches = batches;
    this.firstTimestamp = firstTimestamp;
    for (int slot = 0; slot < IN_FLIGHT; slot++) {
      List<ByteBuffer> ofPartitions = new ArrayList<>();
      if (firstTimestamp >= 0) {
        partitions.forEach(p -> ofPartitions.add(ByteBuffer.allocate(batches.largest())));
      }
      buffers.add(ofPartitions);
    }
  }

  /**
   * Sends until it is told to stop or each partition has got so many batches, and returns when all
   * are acknowledged.
   *
   * @throws IllegalStateException when the cluster refuses a batch
   */
  public void run(long batchesPerPartition, BooleanSupplier goOn) {
    connection.watch(List.of(partitions.getFirst().topic()));
    for (TopicPartition partition : partitions) {
      leader = Leaders.await(connection, partition);
    }
    while (goOn.getAsBoolean() && rounds < batchesPerPartition) {
      if (inFlight < IN_FLIGHT && connection.ready(leader.node())) {
        send();
      }
      connection.poll(POLL_MS);
    }
    while (inFlight > 0) {
      connection.poll(POLL_MS);
    }
  }

  private void send() {
    List<Produced> request = new ArrayList<>(partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      // Answers come in order, so the slot of five requests ago is free.
      request.add(
          new Produced(partitions.get(i), leader.topicId(), batch(i, batches.at(rounds + i))));
    }
    rounds++;
    inFlight++;
    connection.produce(leader.node(), request, this::answered);
  }

  private ByteBuffer batch(int partition, ReadyBatch ready) {
    if (firstTimestamp < 0) {
      return ready.bytes();
    }
    ByteBuffer free = buffers.get((int) (rounds % IN_FLIGHT)).get(partition);
    return ready.stamped(free, firstTimestamp + rounds);
  }

  private void answered(Answer answer) {
    inFlight--;
    answer
        .outcomes()
        .forEach(
            (partition, outcome) -> {
              if (outcome.error() != null) {
                throw new IllegalStateException(
                    "a batch for " + partition + " was refused", outcome.error());
              }
            });
  }

  @Override
  public void close() {
    connection.close();
  }
}
