package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes offset syncs and checkpoints into MirrorMaker 2's topics on the target. */
public final class MirrorMakerTopics implements AutoCloseable {
  private static final int WITHIN_MS = 10_000;
  private static final int DELIVERED_WITHIN_MS = 30_000;

  private final String offsetSyncs;
  private final String checkpoints;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Creates the topics where they are missing.
   *
   * @param replicationFactor of topics that are created, -1 for the brokers' default
   * @throws ExecutionException when one is missing and cannot be created
   */
  public MirrorMakerTopics(
      Admin admin, ClientSettings target, TopicNaming naming, int replicationFactor)
      throws ExecutionException, InterruptedException {
    this.offsetSyncs = naming.offsetSyncsTopic();
    this.checkpoints = naming.checkpointsTopic();
    CompactedTopic.ensure(admin, offsetSyncs, replicationFactor, Map.of());
    CompactedTopic.ensure(admin, checkpoints, replicationFactor, Map.of());
    this.producer =
        Clients.producer(
            target,
            "checkpoints-writer",
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                WITHIN_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                WITHIN_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERED_WITHIN_MS));
  }

  /** Sends an offset sync of a source partition. */
  public void write(TopicPartition source, OffsetSync sync) {
    send(
        new ProducerRecord<>(
            offsetSyncs,
            0,
            OffsetSyncFormat.key(source),
            OffsetSyncFormat.value(sync.sourceOffset(), sync.targetOffset())));
  }

  /**
   * Sends a checkpoint of a group.
   *
   * @param readAt when the group's offset was read, ms: the record's timestamp
   */
  public void write(String group, Checkpoint checkpoint, long readAt) {
    send(
        new ProducerRecord<>(
            checkpoints,
            0,
            readAt,
            CheckpointFormat.key(group, checkpoint.remote()),
            CheckpointFormat.value(
                checkpoint.sourceOffset(), checkpoint.targetOffset(), checkpoint.metadata())));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record, (_, e) -> failure.compareAndSet(null, e));
  }

  /**
   * Waits until all that was sent is written.
   *
   * @throws ExecutionException when some of it was not
   */
  public void flush() throws ExecutionException {
    producer.flush();
    Exception e = failure.getAndSet(null);
    if (e != null) {
      throw new ExecutionException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(WITHIN_MS));
  }
}
