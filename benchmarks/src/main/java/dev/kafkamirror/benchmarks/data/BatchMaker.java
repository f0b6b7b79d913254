package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Has a real producer make batches and takes them, as they are, from the broker. */
public final class BatchMaker {
  private static final int FULL_BATCHES = 48;
  private static final int TINY_BATCHES = 600;
  private static final int BATCH_SIZE = 64 * 1024;
  private static final int FETCH_BYTES = 8 * 1024 * 1024;
  private static final int WAIT_MS = 500;

  /** A producer's guess of how well its records compress has settled after so many bytes. */
  private static final long SETTLED_BYTES = 32L * 1024 * 1024;

  private BatchMaker() {}

  /**
   * @param client properties of the cluster that makes them
   * @param topic an empty topic of one partition, no longer needed afterwards
   */
  public static ReadyBatches make(Map<String, Object> client, String topic, DataShape shape) {
    long from = produce(client, topic, shape);
    ReadyBatches all = ReadyBatches.of(fetch(client, new TopicPartition(topic, 0), from));
    int wanted = shape.batching() == DataShape.Batching.TINY ? TINY_BATCHES : FULL_BATCHES;
    return new ReadyBatches(all.list().subList(0, Math.min(wanted, all.list().size())));
  }

  /** Returns the offset from which on batches are as wanted. */
  private static long produce(Map<String, Object> client, String topic, DataShape shape) {
    Map<String, Object> config =
        Map.of(
            "enable.idempotence",
            false,
            "acks",
            "1",
            "compression.type",
            shape.codec(),
            "batch.size",
            BATCH_SIZE,
            "linger.ms",
            1_000);
    SampleRecords records = new SampleRecords(shape.recordBytes(), 1);
    try (Sender producer = new Sender(client, config)) {
      if (shape.batching() == DataShape.Batching.TINY) {
        for (int batch = 0; batch < TINY_BATCHES; batch++) {
          for (int i = 0; i <= batch % 3; i++) {
            producer.send(new ProducerRecord<>(topic, 0, records.key(), records.value()));
          }
          producer.flush();
        }
        return 0;
      }
      long settled = SETTLED_BYTES / shape.recordBytes();
      for (long i = 0; i < settled; i++) {
        producer.send(new ProducerRecord<>(topic, 0, records.key(), records.value()));
      }
      producer.flush();
      // The last flush cut a batch short, so full ones are those from here to the one before last.
      for (long i = 0; i < settled; i++) {
        producer.send(new ProducerRecord<>(topic, 0, records.key(), records.value()));
      }
      return settled;
    }
  }

  private static ByteBuffer fetch(
      Map<String, Object> client, TopicPartition partition, long offset) {
    ClientSettings settings =
        new ClientSettings("made", null, client, Map.of(), Map.of(), Map.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SourceConnection source = new SourceConnection(settings, "batch-maker")) {
      source.watch(List.of(partition.topic()));
      Leader leader = Leaders.await(source, partition);
      AtomicReference<FetchResult> answer = new AtomicReference<>();
      source.want(
          leader.node(), partition, new SourceConnection.Wanted(leader, offset, -1, FETCH_BYTES));
      source.fetch(
          leader.node(),
          new SourceConnection.FetchOptions(WAIT_MS, FETCH_BYTES, true, ""),
          answer::set);
      while (answer.get() == null) {
        source.poll(WAIT_MS);
      }
      if (answer.get().error() != null) {
        throw new IllegalStateException("cannot fetch the batches", answer.get().error());
      }
      for (FetchResult.Partition fetched : answer.get().partitions()) {
        if (fetched.error() != null) {
          throw new IllegalStateException("cannot fetch the batches", fetched.error());
        }
        ByteBuffer records = fetched.records();
        byte[] copy = new byte[records.remaining()];
        records.duplicate().get(copy);
        bytes.writeBytes(copy);
      }
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
