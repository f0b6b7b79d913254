package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.WriteSyncsTo;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
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

/**
 * Writes checkpoints into MirrorMaker 2's topic on the target, and offset syncs into that on the
 * target or on the source.
 */
public final class MirrorMakerTopics implements AutoCloseable {
  private static final int WITHIN_MS = 10_000;
  private static final int DELIVERED_WITHIN_MS = 30_000;

  private final String offsetSyncs;
  private final String checkpoints;
  private final String syncsAt;
  private final String checkpointsAt;
  private final Producer<byte[], byte[]> producer;

  /** The same, unless offset syncs are written to the source. */
  private final Producer<byte[], byte[]> syncProducer;

  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Creates the topics where they are missing.
   *
   * @param source of the same settings
   * @param target of the same settings
   * @throws ExecutionException when one is missing and cannot be created
   */
  public MirrorMakerTopics(FlowSettings settings, Admin source, Admin target)
      throws ExecutionException, InterruptedException {
    TopicNaming naming = TopicNaming.of(settings);
    boolean onSource = settings.spec().groups().offsetSync().writeSyncsTo() == WriteSyncsTo.Source;
    int replicationFactor = settings.spec().topics().replicationFactor();
    this.offsetSyncs = onSource ? naming.offsetSyncsTopicOnSource() : naming.offsetSyncsTopic();
    this.checkpoints = naming.checkpointsTopic();
    String there = "target " + settings.target().alias();
    this.syncsAt = onSource ? "source " + settings.source().alias() : there;
    this.checkpointsAt = there;
    if (onSource) {
      // The factor that the user chose is the target's; the source keeps its brokers' default.
      CompactedTopic.ensure(source, offsetSyncs, -1, Map.of(), syncsAt);
    } else {
      CompactedTopic.ensure(target, offsetSyncs, replicationFactor, Map.of(), syncsAt);
    }
    CompactedTopic.ensure(target, checkpoints, replicationFactor, Map.of(), checkpointsAt);
    this.producer = producer(settings.target(), "checkpoints-writer");
    this.syncProducer = onSource ? producer(settings.source(), "offset-syncs-writer") : producer;
  }

  private static Producer<byte[], byte[]> producer(ClientSettings cluster, String clientId) {
    return Clients.producer(
        cluster,
        clientId,
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
        syncProducer,
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
        producer,
        new ProducerRecord<>(
            checkpoints,
            0,
            readAt,
            CheckpointFormat.key(group, checkpoint.remote()),
            CheckpointFormat.value(
                checkpoint.sourceOffset(), checkpoint.targetOffset(), checkpoint.metadata())));
  }

  private void send(Producer<byte[], byte[]> to, ProducerRecord<byte[], byte[]> record) {
    String cluster = record.topic().equals(offsetSyncs) ? syncsAt : checkpointsAt;
    var _ =
        to.send(
            record,
            (_, e) -> {
              if (e != null) {
                failure.compareAndSet(
                    null, Right.onTopic("Write", record.topic(), cluster).named(e));
              }
            });
  }

  /**
   * Waits until all that was sent is written.
   *
   * @throws ExecutionException when some of it was not
   */
  public void flush() throws ExecutionException {
    syncProducer.flush();
    producer.flush();
    Exception e = failure.getAndSet(null);
    if (e != null) {
      throw new ExecutionException(e);
    }
  }

  @Override
  public void close() {
    syncProducer.close(Duration.ofMillis(WITHIN_MS));
    producer.close(Duration.ofMillis(WITHIN_MS));
  }
}
